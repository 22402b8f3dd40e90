import { isWithin } from '#shared/identity/roles.ts'
import { DAY_MINUTES } from '#shared/kernel/day.ts'

/**
 * Longer hours by an announcement for the stations of an area: open from minute to minute of each Shanghai
 * day, within the span between two instants (ms).
 */
export interface LongerHours {
  readonly areaId: string
  readonly from: number
  readonly until: number
  readonly opens: number
  readonly closes: number
}

/** Whether one of them is open at an instant, which is given with its minute of the day. */
export const isLonger = ({ from, until, opens, closes }: LongerHours, now: number, minute: number): boolean =>
  from <= now && now < until
  && [minute, minute + DAY_MINUTES].some(each => each >= opens && each < closes)

/** The longer hours that concern a station of that area; undefined without any. */
export function longerIn(longer: readonly LongerHours[] | undefined, areaId: string | undefined) {
  const own = longer?.filter(each => areaId !== undefined && isWithin(areaId, each.areaId))
  return own && own.length > 0 ? own : undefined
}
