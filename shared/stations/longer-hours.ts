import { isWithin } from '#shared/identity/roles.ts'
import { DAY_MINUTES } from '#shared/kernel/day.ts'

/**
 * What an announcement adds to the hours of the stations of an area: open from minute to minute of each
 * Shanghai day, as far as that lies between two instants (ms).
 */
export interface LongerHours {
  readonly areaId: string
  readonly from: number
  readonly until: number
  readonly opens: number
  readonly closes: number
}

/** Whether one of them is open at an instant, given as its minute of the day too. */
export const isLonger = ({ from, until, opens, closes }: LongerHours, now: number, minute: number): boolean =>
  from <= now && now < until
  && [minute, minute + DAY_MINUTES].some(each => each >= opens && each < closes)

/** What concerns a station of that area; undefined where nothing does. */
export function longerIn(longer: readonly LongerHours[] | undefined, areaId: string | undefined) {
  const own = longer?.filter(each => areaId !== undefined && isWithin(areaId, each.areaId))
  return own && own.length > 0 ? own : undefined
}
