import type { RefusalSentences } from '#client/app/feature.ts'
import type { PointsRefusal } from '#shared/points/refusals.ts'
import { capName } from '#shared/points/names.ts'

export const refusals: RefusalSentences<PointsRefusal> = {
  'points.capped': ({ cap, max }) => `${capName(cap)}今天的积分到上限了（${max} 分）。`,
  'points.notEnough': ({ price, available }) =>
    `积分不够：要 ${price}，现在可用 ${available}。攒够了再兑。`,
  'points.accountUnknown': () => '没有这个手机号的账号，请核对号码。',
  'points.nobodyApproves': () => '须由另一位市级管理员复核，目前没有，请先任命。',
  'points.correctionUnknown': () => '没有找到这条更正申请。',
  'points.correctionDecided': () => '这条更正申请已经处理过了。',
  'points.idTaken': () => '这条更正申请已经提交过了。',
  'points.sameHands': () => '本人的申请或积分须由他人复核。',
}
