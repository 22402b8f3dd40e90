import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { attendances, hourCorrections, volunteerHours } from '../tables.ts'

/** When somebody came and went, and what counts of it; null where nothing is known. */
export interface Marks {
  readonly inAt: number | null
  readonly outAt: number | null
  /** The minutes counted once the activity is finished. */
  readonly minutes: number | null
  /** Whether the clock of a phone that gave evidence contradicts itself. */
  readonly isDoubtful: boolean
  /** Who approved these times instead of the evidence. */
  readonly decidedBy: string | null
}
export const noMarks: Marks = { inAt: null, outAt: null, minutes: null, isDoubtful: false, decidedBy: null }

type Attendance = typeof attendances.$inferSelect
type Told = Pick<Attendance, 'direction' | 'at' | 'isDoubtful'>

/**
 * The stay that several pieces of evidence show: the earliest in and the latest out, in whatever order they
 * arrived.
 */
export function stayOf(told: readonly Told[]): Pick<Marks, 'inAt' | 'outAt' | 'isDoubtful'> {
  const timesOf = (direction: Told['direction']) =>
    told.filter(each => each.direction === direction).map(({ at }) => at)
  const [ins, outs] = [timesOf('in'), timesOf('out')]
  return {
    inAt: ins.length > 0 ? Math.min(...ins) : null,
    outAt: outs.length > 0 ? Math.max(...outs) : null,
    isDoubtful: told.some(({ isDoubtful }) => isDoubtful),
  }
}

interface Within { readonly evidence: SQL, readonly corrections: SQL, readonly hours: SQL }
interface Whose { readonly activityId: string, readonly accountId: string }

/** The marks that meet a condition, by the key that `keyOf` gives a row. */
async function marksWithin(
  read: Reader,
  { evidence, corrections, hours }: Within,
  keyOf: (row: Whose) => string,
): Promise<ReadonlyMap<string, Marks>> {
  const told = new Map<string, Told[]>()
  for (const row of await read.select().from(attendances).where(evidence))
    told.set(keyOf(row), [...told.get(keyOf(row)) ?? [], row])
  const approved = await read
    .select()
    .from(hourCorrections)
    .where(and(corrections, eq(hourCorrections.state, 'approved')))
    .orderBy(asc(hourCorrections.decidedAt), asc(hourCorrections.id))
  const corrected = new Map(approved.map(row => [keyOf(row), row]))
  const counted = new Map((await read.select().from(volunteerHours).where(hours))
    .map(row => [keyOf(row), row.minutes]))
  const keys = new Set([...told.keys(), ...corrected.keys(), ...counted.keys()])
  return new Map([...keys].map((key) => {
    const correction = corrected.get(key)
    return [key, {
      ...stayOf(told.get(key) ?? []),
      ...correction && { inAt: correction.inAt, outAt: correction.outAt },
      minutes: counted.get(key) ?? null,
      decidedBy: correction?.decidedBy ?? null,
    }]
  }))
}

/** Somebody's marks of activities, by the activity's id; those without any are absent. */
export async function marksOf(
  read: Reader,
  activityIds: readonly string[],
  accountId: string,
): Promise<ReadonlyMap<string, Marks>> {
  const ids = [...activityIds]
  if (ids.length === 0) return new Map()
  const within = (table: typeof attendances | typeof hourCorrections | typeof volunteerHours) =>
    and(inArray(table.activityId, ids), eq(table.accountId, accountId))!
  return await marksWithin(read, {
    evidence: within(attendances),
    corrections: within(hourCorrections),
    hours: within(volunteerHours),
  }, ({ activityId }) => activityId)
}

/** Whether there is evidence that somebody was there, by their phone or a leader's. */
export const isSeen = async (read: Reader, activityId: string, accountId: string): Promise<boolean> =>
  await read.$count(attendances, isBy(activityId, accountId)) > 0

const isBy = (activityId: string, accountId: string) =>
  and(eq(attendances.activityId, activityId), eq(attendances.accountId, accountId))

/** Everybody's marks of one activity, by the account's id. */
export const marksIn = async (read: Reader, activityId: string): Promise<ReadonlyMap<string, Marks>> =>
  await marksWithin(read, {
    evidence: eq(attendances.activityId, activityId),
    corrections: eq(hourCorrections.activityId, activityId),
    hours: eq(volunteerHours.activityId, activityId),
  }, ({ accountId }) => accountId)
