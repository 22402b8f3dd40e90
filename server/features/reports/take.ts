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
  /** What it changes of the report; a step without changes only enters the history. */
  readonly changes?: Changes
  readonly words?: string | undefined
  /** The unit that the report is sent to. */
  readonly unit?: { readonly id: string, readonly name: string }
}

/** The steps by which a report comes back to a desk. */
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

/** What a step changes, with why the report came back by it, until somebody has looked at it. */
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
    actorId: by === 'system' || actor.link ? null : actor.accountId, // Of a link, its unit alone is known.
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
