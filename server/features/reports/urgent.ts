import type { Told } from '#server/core/notices/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Report } from './report.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { NEARBY_M, openStates } from '#shared/reports/rules.ts'
import { and, eq, gt, inArray } from 'drizzle-orm'
import { reports } from './tables.ts'

type Placed = Pick<Report, 'id' | 'kind' | 'areaId' | 'reporterId' | 'latitude' | 'longitude'>
const placeOf = ({ latitude, longitude }: Placed): Place | null =>
  latitude === null || longitude === null ? null : { latitude, longitude }

/**
 * Earlier alarms of this reporter about this place within a day: staff get one urgent notice for a reporter
 * and place, however many reports are filed or changed.
 */
export async function sameAlarms({ tx, now }: CommandContext, report: Placed): Promise<Told> {
  const since = now - DAY_MS
  const recent = await tx.select().from(reports).where(and(
    eq(reports.reporterId, report.reporterId),
    gt(reports.filedAt, since),
    eq(reports.kind, report.kind),
    // A closed report does not count, since it may happen again; a withdrawn one does, since withdrawing is
    // no reason for a second alarm.
    inArray(reports.state, [...openStates, 'withdrawn']),
  ))
  const same = recent.filter(other => isSamePlace(other, report)).map(({ id }) => id)
  return { refs: [...same, report.id], since }
}

/** Whether two places are the same: within `NEARBY_M`, or in the same area if one of them has no position. */
function isSamePlace(a: Placed, b: Placed): boolean {
  const [here, there] = [placeOf(a), placeOf(b)]
  return here && there ? distanceM(here, there) <= NEARBY_M : a.areaId === b.areaId
}
