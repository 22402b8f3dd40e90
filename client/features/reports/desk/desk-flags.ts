import type { DeskReports } from '#shared/reports/desk-schemas.ts'
import type { AfterPhotoFault, ReportView } from '#shared/reports/schemas.ts'
import { clock } from '#client/app/words/index.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { CLOCK_DOUBTFUL_MS, CLOCK_SKEW_MARKED_MS } from '#shared/reports/rules.ts'

/** A photo taken farther away (m) or earlier (ms) than this is flagged. */
const FAR_M = 200
const OLD_MS = 24 * 3_600_000

const length = (ms: number) =>
  ms < 3_600_000
    ? `${Math.round(ms / 60_000)} 分钟`
    : ms < 48 * 3_600_000
      ? `${Math.round(ms / 3_600_000)} 小时`
      : `${Math.round(ms / 86_400_000)} 天`

/**
 * How long before its filing a report was seen, where that is long: capture times come from the phone, and
 * points count for their day.
 */
export function lateText({ seenAt, filedAt }: Pick<ReportView, 'seenAt' | 'filedAt'>): string | undefined {
  const waitedMs = filedAt - seenAt
  return waitedMs > OLD_MS ? `拍摄后过了 ${length(waitedMs)}才上报` : undefined
}

const afterPhotoTexts: Record<AfterPhotoFault, string> = {
  asBefore: '处理后的照片和处理前的几乎一样，请核对是不是真的处理了',
  usedBefore: '处理后的照片以前用过，请核对是不是这次拍的',
}

/** Doubts about a report's photos, as sentences for the staff to judge; nothing is refused for them. */
export function flagsOf({ desk, place, seenAt }: Pick<ReportView, 'desk' | 'place' | 'seenAt'>): string[] {
  if (!desk) return []
  const flags: string[] = []
  if (desk.reusedPhoto) flags.push('照片和以前的上报很像，请核对是不是旧照片')
  if (desk.afterPhotoFault) flags.push(afterPhotoTexts[desk.afterPhotoFault])
  if (desk.clockSkewMs === CLOCK_DOUBTFUL_MS) flags.push('手机时钟改动过或差得太远，拍摄时间是推算的，请核对')
  else if (Math.abs(desk.clockSkewMs) > CLOCK_SKEW_MARKED_MS)
    flags.push(`手机时钟差 ${length(Math.abs(desk.clockSkewMs))}，上报时间已校正`)
  desk.photoFacts.forEach((fact, at) => {
    const far = place && fact.place ? distanceM(place, fact.place) : 0
    if (far > FAR_M) flags.push(`照片 ${at + 1} 的拍摄点离上报位置 ${Math.round(far)} 米`)
    if (fact.takenAt !== null && Math.abs(seenAt - fact.takenAt) > OLD_MS) {
      flags.push(
        `照片 ${at + 1} 拍于 ${clock(fact.takenAt)}，和上报的时间差 ${length(Math.abs(seenAt - fact.takenAt))}`,
      )
    }
  })
  return flags
}

/** Why a report went up to the admins. */
export const raisedText = (reasons: readonly string[]): string =>
  reasons.includes('handedBack') ? '多次退回，市级督办' : '市级督办'

/** The unusual facts about a report, as flags of its row. */
export function rowFlags(report: DeskReports['reports'][number]): string[] {
  const { raised = [], objected, urges, supporters, asked, reusedPhoto, afterPhotoFault, isOwn } = report
  return [
    lateText(report),
    raised.length > 0 && raisedText(raised),
    objected && '上报人有异议',
    urges && `催办 ${urges} 次`,
    supporters > 0 && `${supporters} 人也遇到了`,
    asked && '等上报人回答',
    reusedPhoto && '照片可能重复',
    afterPhotoFault && '处理后照片待核对',
    isOwn && '你自己上报或拍照的',
  ].filter(flag => typeof flag === 'string')
}
