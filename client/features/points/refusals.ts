import type { RefusalSentences } from '#client/app/feature.ts'
import type { PointsRefusal } from '#shared/points/refusals.ts'
import { capName } from '#client/app/words/points.ts'

export const refusals: RefusalSentences<PointsRefusal> = {
  'points.capped': ({ cap, max }) => `${capName(cap)}今天的积分到上限了（${max} 分）。`,
  'points.notEnough': ({ price, available }) =>
    `积分不够：要 ${price}，现在可用 ${available}。攒够了再兑。`,
  'points.accountUnknown': () => '没有这个手机号的账号，请核对号码。',
  'points.nobodyApproves': () => '要另一位市级管理员来批，现在没有。请先任命一位。',
  'points.correctionUnknown': () => '没有找到这条更正申请。',
  'points.correctionDecided': () => '这条更正申请已经处理过了。',
  'points.idTaken': () => '这条更正申请已经提交过了。',
  'points.sameHands': () => '自己的申请或自己的积分，要由另一个人来批。',
}
