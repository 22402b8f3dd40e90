import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { Step } from '#shared/reports/schemas.ts'
import type { Changes, Report } from './report.ts'
import type { CameBackAs } from './tables.ts'
import { prepared } from '#server/database/prepared.ts'
import { uuidv7 } from 'uuidv7'
import { followWithLink } from './cases/links.ts'
import { notifyAbout, nudgeAbout } from './notify-about.ts'
import { changeReport } from './report.ts'
import { reportSteps } from './tables.ts'

interface NewStep {
  readonly step: ReportStep
  readonly by: Step['by']
  /** The changed columns; without any, the step only enters the history. */
  readonly changes?: Changes
  readonly words?: string | undefined
  /** The unit to which the report is assigned. */
  readonly unit?: { readonly id: string, readonly name: string }
}

/** The steps by which a report comes back to a desk, with the reason. */
export const comesBack: Partial<Record<ReportStep, CameBackAs>> = {
  reopened: 'reopened',
  objected: 'reopened',
  answered: 'answered',
  unanswered: 'answered',
  handedBack: 'handedBack',
  handedOver: 'handedBack',
  clerkLeft: 'handedBack',
  planDue: 'handedBack',
  unmerged: 'handedBack',
}

/**
 * A step's changes, with the reason why the report came back, which stays until somebody has looked at it.
 */
export function withReason(step: ReportStep, changes: Changes): Changes {
  const isLookedAt = changes.state !== undefined || changes.awaitsStaff === false
  const cameBackAs = comesBack[step] ?? (isLookedAt ? null : undefined)
  return cameBackAs === undefined ? changes : { ...changes, cameBackAs }
}

/**
 * Takes a report one step on: changes its row if it still is as `report` has it, writes the step into the
 * history, nudges and notifies. Returns the changed report and the id of the step.
 */
export async function take(
  context: CommandContext,
  report: Report,
  { step, by, changes, words, unit }: NewStep,
): Promise<{ changed: Report, stepId: string }> {
  const changed = changes === undefined
    ? report
    : await changeReport(context, report, withReason(step, changes))
  const { actor, now } = context
  const stepId = uuidv7()
  await insertStep(context.tx, {
    id: stepId,
    reportId: report.id,
    step,
    at: now,
    part: by,
    // A link's bearer has no account; the unit alone is known.
    actorId: by === 'system' || actor.link ? null : actor.accountId,
    unitId: unit?.id ?? (by === 'unit' ? report.unitId : null),
    words: words ?? null,
  })
  await followWithLink(context, step, report, changed)
  await nudgeAbout(context, changed)
  await notifyAbout(context, changed, report, { step, words, unitName: unit?.name })
  return { changed, stepId }
}

const insertStep = prepared((tx, slots: Slots<typeof reportSteps.$inferInsert>) =>
  tx.insert(reportSteps).values(slots).prepare('insert_step'),
)
