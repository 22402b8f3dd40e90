import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { quietSteps } from '#shared/reports/rules.ts'
import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { reports, reportSteps } from './tables.ts'

interface Decided { readonly reportId: string, readonly seen?: string | undefined }

/** The id of a report's last step; the report's own id if it was only filed. */
export const lastStepOf = async (read: Reader, reportId: string): Promise<string> =>
  (await stepsOf(read, { reportId })).at(-1)?.id ?? reportId

/** The last steps of these reports, by their ids; a report that was only filed has none. */
export async function lastStepsOf(read: Reader, reportIds: string[]): Promise<ReadonlyMap<string, string>> {
  if (reportIds.length === 0) return new Map()
  const rows = await read
    .select({ reportId: reportSteps.reportId, id: reportSteps.id })
    .from(reportSteps)
    .where(and(inArray(reportSteps.reportId, reportIds), notInArray(reportSteps.step, [...quietSteps])))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))
  return new Map(rows.map(({ reportId, id }) => [reportId, id]))
}

/**
 * Refuses an act of the desk that did not see the last step. Older apps name no step: they are refused if
 * something was done after they had decided.
 */
export async function requireLastStep(context: CommandContext, { reportId, seen }: Decided): Promise<void> {
  const last = (await stepsOf(context.tx, { reportId })).at(-1)
  if (seen !== undefined && seen === (last?.id ?? reportId)) return
  if (last === undefined) {
    if (seen === undefined) return
    throw new Refused({ code: 'reports.changedMeanwhile', by: 'reporter', step: 'filed' })
  }
  if (seen === undefined && last.at <= context.occurred) return
  throw await changedMeanwhile(context, last)
}

/**
 * Refuses an act of the reporter that did not see one of the steps in `matters`. Older apps name no step:
 * they are refused if others did such a step after they had decided.
 */
export async function requireNoneSince(
  context: CommandContext,
  { reportId, seen }: Decided,
  matters: readonly ReportStep[],
): Promise<void> {
  const { tx, actor, occurred, isClockDoubtful } = context
  const steps = await stepsOf(tx, { reportId })
  const seenAt = steps.findIndex(({ id }) => id === seen)
  const isNew = ({ at, actorId }: Taken, index: number) =>
    seen === undefined
      ? at > occurred && actorId !== actor.accountId && !isClockDoubtful
      : index > seenAt
  const missed = steps.filter((taken, index) => matters.includes(taken.step) && isNew(taken, index)).at(-1)
  if (missed) throw await changedMeanwhile(context, missed)
}

/** The refusal after a report was changed by somebody else in the same moment. */
export async function changedJustNow(context: CommandContext, reportId: string): Promise<Refused> {
  const last = (await stepsOf(context.tx, { reportId })).at(-1)
  if (!last) throw new Error('a report was changed without a step')
  return await changedMeanwhile(context, last)
}

type Taken = Awaited<ReturnType<typeof stepsOf>>[number]

const stepsOf = prepared((read: Reader, { reportId }: Slots<{ reportId: string }>) =>
  read
    .select({
      id: reportSteps.id,
      reportId: reportSteps.reportId,
      step: reportSteps.step,
      part: reportSteps.part,
      actorId: reportSteps.actorId,
      unitId: reportSteps.unitId,
      at: reportSteps.at,
    })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), notInArray(reportSteps.step, [...quietSteps])))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))
    .prepare('steps_of_report'),
)

async function changedMeanwhile(context: CommandContext, taken: Taken): Promise<Refused> {
  const { step, part, actorId } = taken
  if (actorId === context.actor.accountId)
    return new Refused({ code: 'reports.changedMeanwhile', by: 'self', step })
  const name = await nameFor(context, taken)
  return new Refused({ code: 'reports.changedMeanwhile', by: part, step, ...name !== undefined && { name } })
}

/** The name of the colleague or unit that took a step, for staff of the area; others learn the part only. */
async function nameFor(
  { tx, actor }: CommandContext,
  { reportId, part, actorId, unitId }: Taken,
): Promise<string | undefined> {
  const [report] = await tx.select({ areaId: reports.areaId }).from(reports).where(eq(reports.id, reportId))
  if (!report || !isInside(report.areaId, areasOf(actor))) return undefined
  const [named] = part === 'staff'
    ? await tx.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, actorId ?? ''))
    : part === 'unit'
      ? await tx.select({ name: units.name }).from(units).where(eq(units.id, unitId ?? ''))
      : []
  return named?.name ?? undefined
}
