import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { LongerHours } from '#shared/stations/longer-hours.ts'
import { and, asc, eq, gt, gte } from 'drizzle-orm'
import { nudgeAllKiosks, nudgeStations } from './nudges.ts'
import { longerHours } from './tables.ts'

/** The longer hours by announcements that hold at an instant (ms) or come after it. */
export const longerFrom = async (read: Reader, at: number): Promise<LongerHours[]> =>
  await read
    .select({
      areaId: longerHours.areaId,
      from: longerHours.from,
      until: longerHours.until,
      opens: longerHours.opens,
      closes: longerHours.closes,
    })
    .from(longerHours)
    .where(gt(longerHours.until, at))
    .orderBy(asc(longerHours.until), asc(longerHours.ref))

/** Sets the longer hours of an announcement (`ref`) from now on; null ends them. */
export async function lengthenHours(
  context: CommandContext,
  ref: string,
  times: LongerHours | null,
): Promise<void> {
  const { tx, now } = context
  const isStill = and(eq(longerHours.ref, ref), gt(longerHours.until, now))
  const held = await tx.$count(longerHours, isStill)
  if (held === 0 && times === null) return
  await tx.delete(longerHours).where(and(eq(longerHours.ref, ref), gte(longerHours.from, now)))
  await tx.update(longerHours).set({ until: now }).where(isStill)
  const from = Math.max(times?.from ?? now, now)
  if (times && from < times.until) await tx.insert(longerHours).values({ ref, ...times, from })
  nudgeStations(context)
  nudgeAllKiosks(context)
}
