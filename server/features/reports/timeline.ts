import type { Reader } from '#server/database/database.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { Step } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import type { Visibility } from './visibility.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { asc, desc, eq, inArray } from 'drizzle-orm'
import { reportSteps, reportSupporters } from './tables.ts'

const SUPPORTS_SHOWN_MAX = 50
/** Steps that only the reporter and staff see. */
const privateSteps: readonly string[] = [
  'asked',
  'answered',
  'unanswered',
  'objected',
  'photoCovered',
  'photoHidden',
  'photoShown',
]
/** Steps that only the reporter, staff and the unit see. */
const worksSteps: readonly string[] = ['raised']
/** Steps whose words only the reporter, staff and the unit read. */
const worksWords: readonly string[] = ['handedBack', ...worksSteps]
/** Steps that only staff see. */
const staffSteps: readonly string[] = ['pairHidden', 'pairShown', 'clerkLeft']
/** Steps that only staff see, and not on a report of their own. */
const colleaguesSteps: readonly string[] = ['noted', 'handedOver']

interface Line extends Pick<Step, 'step' | 'at' | 'words'> {
  by: Step['by']
  actorId: string | null
  unitId: string | null
  photos: PhotoRef[]
}
interface Photos {
  readonly before: PhotoRef[]
  readonly ofStep: ReadonlyMap<string, PhotoRef[]>
}

/** A report's history, oldest first. Only staff read the names of people; everybody those of units. */
export async function timelineOf(
  read: Reader,
  report: Report,
  visibility: Visibility,
  photos: Photos,
): Promise<Step[]> {
  const isStaff = visibility.desk === 'staff'
  const lines = (await linesOf(read, report, photos)).filter(({ step }) => maySeeStep(step, visibility))
  const unitNames = await namesOf(read, units, lines.map(({ unitId }) => unitId))
  const people = isStaff
    ? await namesOf(read, accounts, lines.map(({ actorId }) => actorId))
    : new Map<string, string | null>()
  return lines.map(({ step, at, by, words, actorId, unitId, photos }) => ({
    step,
    at,
    by,
    words: mayReadWords(step, visibility) ? words : null,
    photos,
    byName: nameOf(step, people.get(actorId ?? ''), unitNames.get(unitId ?? '')),
  }))
}

function maySeeStep(step: Step['step'], { isMine, desk }: Visibility): boolean {
  const isStaff = desk === 'staff'
  if (colleaguesSteps.includes(step)) return isStaff && !isMine
  if (staffSteps.includes(step)) return isStaff
  if (worksSteps.includes(step)) return isMine || desk !== null
  return isStaff || isMine || !privateSteps.includes(step)
}

/**
 * Whether the reader may read a step's words. Those of `assigned` are for staff and the unit; before staff
 * have accepted a report, others read none.
 */
function mayReadWords(step: Step['step'], { isMine, desk, seesAll }: Visibility): boolean {
  if (step === 'assigned') return desk !== null
  return seesAll && (!worksWords.includes(step) || isMine || desk !== null)
}

/** The name of the person or unit of a step, as far as the reader may know; for `assigned`, both. */
function nameOf(step: Step['step'], person: Name, unit: Name): string | null {
  if (step === 'assigned' && unit) return `${person ?? '社区'}派给 ${unit}`
  return [person, unit].filter(name => typeof name === 'string').join(' · ') || null
}
type Name = string | null | undefined

async function linesOf(
  read: Reader,
  { id, reporterId, filedBy, filedAt }: Report,
  { before, ofStep }: Photos,
): Promise<Line[]> {
  const filed: Line = {
    step: 'filed',
    at: filedAt,
    by: filedBy === null ? 'reporter' : 'staff',
    words: filedBy === null ? null : '由工作人员代为上报',
    actorId: filedBy ?? reporterId,
    unitId: null,
    photos: before,
  }
  const steps = await read
    .select()
    .from(reportSteps)
    .where(eq(reportSteps.reportId, id))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))
  const supporters = await read
    .select()
    .from(reportSupporters)
    .where(eq(reportSupporters.reportId, id))
    .orderBy(desc(reportSupporters.at))
    .limit(SUPPORTS_SHOWN_MAX)
  return [
    filed,
    ...steps.map(({ id: stepId, step, at, part, actorId, unitId, words }): Line => ({
      step,
      at,
      by: part,
      actorId,
      unitId,
      words,
      photos: ofStep.get(stepId) ?? [],
    })),
    ...supporters.map(({ at, accountId }): Line => ({
      step: 'supported',
      at,
      by: 'neighbour',
      actorId: accountId,
      unitId: null,
      words: null,
      photos: [],
    })),
  ].sort((a, b) => a.at - b.at)
}

async function namesOf(
  read: Reader,
  from: typeof units | typeof accounts,
  ids: (string | null)[],
): Promise<Map<string, string | null>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await read.select({ id: from.id, name: from.name }).from(from).where(inArray(from.id, wanted))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
