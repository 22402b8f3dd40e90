import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Refusal, RefusalCode } from '#shared/refusal.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { orderStateName } from './mall.ts'
import { capName } from './points.ts'
import { stateNames } from './reports.ts'
import { clock, day } from './time.ts'

const stateName = (state: string): string => state in stateNames ? stateNames[state as ReportState] : state

type RefusalSentences = { [Code in RefusalCode]: (refusal: Extract<Refusal, { code: Code }>) => string }
const refusalSentences: RefusalSentences = {
  'command.idReused': () => '这一条和之前的编号冲突，请重新提交。',
  'command.notForYourRole': () => '你的身份不能做这件事。',
  'command.notYourArea': () => '这件事不在你负责的片区。',
  'identity.consentMissing': () => '请先阅读并同意最新的隐私说明。',
  'identity.areaUnknown': () => '没有找到这个社区，请重新选择。',
  'reports.unknown': () => '没有找到这条上报，可能已经删除。',
  'reports.idTaken': () => '这条上报已经提交过了。',
  'reports.placeMissing': () => '缺少地点，请选一个位置或社区。',
  'reports.moveNotAllowed': ({ from, to }) => `现在是“${stateName(from)}”，不能改为“${stateName(to)}”。`,
  'reports.tooLateToChange': ({ state }) => `已经是“${stateName(state)}”，不能再改。`,
  'reports.ownReport': () => '自己的上报要由别人处理。',
  'reports.notYours': () => '这不是你的上报。',
  'reports.unitUnknown': () => '没有找到这个处置单位。',
  'reports.wordsMissing': () => '请写明原因。',
  'reports.mergeTarget': () => '不能并入这一条，请另选一条。',
  'reports.notAsked': () => '现在没有要回答的问题。',
  'reports.alreadyAsked': () => '上一个问题还没有回答。',
  'reports.ratingOver': () => '评价的时间已经过了（14 天）。',
  'points.capped': ({ cap, max }) => `${capName(cap)}今天的积分到上限了（${max} 分）。`,
  'points.notEnough': ({ price, available }) => `积分不够：要 ${price}，现在可用 ${available}。攒够了再兑。`,
  'points.accountUnknown': () => '没有这个手机号的账号，请核对号码。',
  'points.correctionUnknown': () => '没有找到这条更正申请。',
  'points.correctionDecided': () => '这条更正申请已经处理过了。',
  'points.idTaken': () => '这条更正申请已经提交过了。',
  'points.sameHands': () => '自己的申请或自己的积分，要由另一个人来批。',
  'mall.itemUnknown': () => '没有找到这件商品，去商城看看别的。',
  'mall.notOffered': () => '这件商品现在不能在这个驿站兑换，换个驿站或看看别的。',
  'mall.priceChanged': ({ price }) => `价格变了，现在每件 ${price} 积分，没有扣你的积分。`,
  'mall.soldOut': ({ free, stationName }) =>
    `${free > 0 ? `这个驿站只剩 ${free} 件` : '这个驿站已经兑完'}，没有扣你的积分。${stationName ? `最近的${stationName}还有。` : '别的驿站也没有了。'}`,
  'mall.perPerson': ({ most }) => `这件商品每人最多兑 ${most} 件，你已经兑够了。`,
  'mall.dayWrong': () => '选的用餐日期不对，请重新选一天。',
  'mall.idTaken': () => '这一条已经提交过了，请核对记录，不要重复提交。',
  'mall.orderUnknown': () => '没有找到这次兑换。',
  'mall.orderClosed': ({ state }) => `这次兑换${orderStateName(state)}，不能再改。`,
  'mall.codeWrong': () => '领取码不对，请对方亮出码重新扫，或念一遍六位数字。',
  'mall.tooManyDigits': () => '念错的数字太多了，请过一个小时再试，或扫码：扫码不受影响。',
  'mall.otherStation': ({ stationName }) => `这件要到${stationName}领取。`,
  'mall.ownOrder': () => '自己的兑换要由另一位驿站管理员交付。',
  'mall.notYourStation': () => '这个驿站不归你管。',
  'mall.notThatMany': ({ onHand }) => `架上只有 ${onHand} 件，请核对数量。`,
  'mall.tooLate': () => '过了领取时间，积分已退回。',
  'mall.notToday': on => `这份餐是${day(on.day)}的，当天再来。`,
  'stations.unknown': () => '没有找到这个驿站，请重新选择。',
  'stations.notYours': () => '这个驿站不归你管。',
  'stations.codeWrong': () => '这不是门口平板上的码，请对准平板屏幕再扫。墙上的海报不能开门。',
  'stations.codeOld': () => '这个码过期了，请对准平板上现在的码再扫。',
  'stations.clockWrong': ({ aheadMs }) =>
    `时钟${aheadMs > 0 ? '快' : '慢'}了约 ${Math.max(1, Math.round(Math.abs(aheadMs) / 60_000))} 分钟，请把手机和门口平板的时间调准再试。`,
  'stations.notRegistered': () => '还没有报到。报到以后就能扫码进站。',
  'stations.suspended': ({ until }) => `暂停进站到 ${clock(until)}。有疑问请到投诉建议。`,
  'stations.groupOut': () => '这个驿站的自助进门不对你这类用户开放，开放时间里可以直接进。',
  'stations.closed': ({ words, stationName }) =>
    `驿站现在关着${words === '' ? '' : `：${words}`}。${stationName === undefined ? '' : `最近开着的是${stationName}。`}`,
  'stations.tooSoon': () => '刚刚才进过站。门没开的话，请点“门没开”。',
  'stations.passWrong': () => '通行码不对或已作废，请在手机上重新打开通行码。',
  'stations.passOld': () => '通行码过期了，请等手机上的码刷新再试。',
  'stations.proofUsed': () => '这个通行码刚刚用过，请等手机上的码刷新。',
  'stations.lockFar': () => '没有网络，平板现在开不了这把锁。请去最近的驿站，或找站长开门。',
  'stations.lockSilent': () => '门锁没有回应。请再试一次，或去最近的驿站。',
  'stations.visitUnknown': () => '没有找到这次进站。',
  'stations.faultUnknown': () => '没有找到这条报修。',
  'stations.faultMended': () => '这条报修已经处理好了。',
  'stations.kioskUnknown': () => '没有找到这台平板，可能已经解除配对。',
  'stations.personUnknown': () => '没有找到这个人。',
  'stations.idTaken': () => '这一条已经提交过了，请核对记录，不要重复提交。',
  'notices.endpointRefused': () => '这个浏览器的推送服务用不了，消息仍会在这里显示。',
  'voices.unknown': () => '没有找到这条投诉建议。',
  'voices.idTaken': () => '这条投诉建议和别人的编号冲突，请重新提交。',
}

/** Why something was not taken, as one sentence. */
export function refusalText(
  refusal: Refusal | { code: 'malformed', issues: string[] } | { code: PhotoRefusal },
): string {
  if (refusal.code === 'malformed') return '内容填写有误，请修改后再提交。'
  if (refusal.code in photoRefusals) return photoRefusals[refusal.code as PhotoRefusal]
  const sentence = refusalSentences[refusal.code as RefusalCode] as ((refusal: unknown) => string) | undefined
  return sentence?.(refusal) ?? '没有通过，请更新小蜜蜂后再试。' // A newer server may say a "no" this phone has no word for.
}
