import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { quietSteps } from '#shared/reports/rules.ts'
import { and, asc, eq, notInArray } from 'drizzle-orm'
import { reportSteps } from './tables.ts'

interface Decided { readonly reportId: string, readonly seen?: string | undefined }

/** The id of a report's last step; its own for one that was only filed. */
export const lastStepOf = async (read: Reader, reportId: string): Promise<string> =>
  (await stepsOf(read, reportId)).at(-1)?.id ?? reportId

/**
 * Refuses what the desk decided before the last step. Older apps name no step: they are refused only what was
 * done after they had decided.
 */
export async function requireLastStep({ tx, actor, occurred }: CommandContext, { reportId, seen }: Decided) {
  const last = (await stepsOf(tx, reportId)).at(-1)
  if (!last || (seen === undefined ? last.at <= occurred : seen === last.id)) return
  throw changedMeanwhile(last, actor.accountId)
}

/**
 * Refuses what the reporter decided before one of the steps that `matters` names. Older apps name no step:
 * they are refused only what others had done after they had decided.
 */
export async function requireNoneSince(
  { tx, actor, occurred, isClockDoubtful }: CommandContext,
  { reportId, seen }: Decided,
  matters: readonly ReportStep[],
): Promise<void> {
  const steps = await stepsOf(tx, reportId)
  const seenAt = steps.findIndex(({ id }) => id === seen)
  const isNew = ({ at, actorId }: Taken, index: number) =>
    seen === undefined
      ? at > occurred && actorId !== actor.accountId && !isClockDoubtful
      : index > seenAt
  const missed = steps.filter((taken, index) => matters.includes(taken.step) && isNew(taken, index)).at(-1)
  if (missed) throw changedMeanwhile(missed, actor.accountId)
}

/** The refusal after a report was changed by somebody else in the same moment. */
export async function changedJustNow({ tx, actor }: CommandContext, reportId: string): Promise<Refused> {
  const last = (await stepsOf(tx, reportId)).at(-1)
  if (!last) throw new Error('a report was changed without a step')
  return changedMeanwhile(last, actor.accountId)
}

type Taken = Awaited<ReturnType<typeof stepsOf>>[number]

const stepsOf = async (read: Reader, reportId: string) =>
  await read
    .select({
      id: reportSteps.id,
      step: reportSteps.step,
      part: reportSteps.part,
      actorId: reportSteps.actorId,
      at: reportSteps.at,
    })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), notInArray(reportSteps.step, [...quietSteps])))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))

const changedMeanwhile = ({ step, part, actorId }: Pick<Taken, 'step' | 'part' | 'actorId'>, own: string) =>
  new Refused({ code: 'reports.changedMeanwhile', by: actorId === own ? 'self' : part, step })
