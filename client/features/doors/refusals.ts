import type { RefusalSentences } from '#client/app/feature.ts'
import type { DoorsRefusal } from '#shared/doors/refusals.ts'
import type { ProofsRefusal } from '#shared/proofs/refusals.ts'
import { clock } from '#client/app/words/time.ts'

function clockWrong(aheadMs: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(aheadMs) / 60_000))
  return `时钟${aheadMs > 0 ? '快' : '慢'}了约 ${minutes} 分钟，请把手机和门口平板的时间调准再试。`
}

/**
 * The sentence for clocks that differ between two phones, one of which showed the other a code or pass.
 * `aheadMs`: the difference.
 */
function phonesApart(aheadMs: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(aheadMs) / 60_000))
  return `两台手机的时间差了约 ${minutes} 分钟，请都调成自动再试。`
}

function closed(reason: string, nearest: string | undefined): string {
  return `驿站现在关着${reason && `：${reason}`}。${nearest === undefined ? '' : `最近开着的是${nearest}。`}`
}

export const refusals: RefusalSentences<DoorsRefusal | ProofsRefusal> = {
  'stations.codeWrong': () => '这不是门口平板上的码，请对准平板屏幕再扫。墙上的海报不能开门。',
  'stations.codeOld': () => '这个码过期了，请对准平板上现在的码再扫。',
  'stations.digitsWrong': () => '数字不对或已换掉，请照平板上现在的数字再输一遍。',
  'stations.digitsTooOften': () => '输错的次数太多了，一小时内请扫码，或用通行码开门。',
  'stations.clockWrong': ({ aheadMs }) => clockWrong(aheadMs),
  'stations.notRegistered': () => '还没有报到。报到以后就能扫码进站。',
  'stations.suspended': ({ until }) => `暂停进站到 ${clock(until)}。有疑问请到投诉建议。`,
  'stations.groupOut': () => '这个驿站不对你开放扫码进门，开放时间里可以直接进。',
  'stations.closed': ({ words, stationName }) => closed(words, stationName),
  'stations.tooSoon': () => '刚刚才进过站。门没开的话，请点“门没打开？点这里”。',
  'stations.passWrong': () => '通行码不对或已作废，请在手机上重新打开通行码。',
  'stations.passOld': () => '通行码过期了，请等手机上的码刷新再试。',
  'stations.proofUsed': () => '这个通行码刚刚用过，请等手机上的码刷新。',
  'stations.lockFar': () => '没有网络，平板现在开不了这把锁。请去最近的驿站，或找站长开门。',
  'stations.lockSilent': () => '门锁没有回应。请再试一次，或去最近的驿站。',
  'stations.visitUnknown': () => '没有找到这次进站。',
  'stations.kioskUnknown': () => '没有找到这台平板，可能已经解除配对。',
  'stations.personUnknown': () => '没有找到这个人。',
  'stations.untilPast': () => '截止日期已过，请选今天或以后。',
  'proofs.codeWrong': () => '这个码不对，请对准负责人手机上的码再扫。',
  'proofs.codeElsewhere': () => '这是别的活动的码，请对准这次活动的码再扫。',
  'proofs.codeOld': () => '这个码过期了，请对准负责人手机上现在的码再扫。',
  'proofs.clockWrong': ({ aheadMs }) => phonesApart(aheadMs),
  'proofs.passWrong': () => '通行码不对或已作废，请对方在手机上重新打开。',
  'proofs.passElsewhere': () => '这是给别的活动用的通行码，请对方打开这次活动的。',
  'proofs.passOld': () => '通行码过期了，请等对方手机上的码刷新再扫。',
}
