import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Step } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import { prepared } from '#server/database/prepared.ts'
import { uuidv7 } from 'uuidv7'
import { reportSteps } from './tables.ts'

interface NewStep {
  readonly step: Step['step']
  readonly by: Step['by']
  readonly words?: string | undefined
  /** The unit it was sent to, where that isn't the one who acts. */
  readonly unitId?: string
}

const insertStep = prepared((tx, slots: Slots<typeof reportSteps.$inferInsert>) =>
  tx.insert(reportSteps).values(slots).prepare('insert_step'),
)

/** Adds a line to a report's history and returns its id. */
export async function recordStep(
  { tx, actor, now }: CommandContext,
  { id }: Pick<Report, 'id'>,
  { step, by, words, unitId }: NewStep,
): Promise<string> {
  const stepId = uuidv7()
  await insertStep(tx, {
    id: stepId,
    reportId: id,
    step,
    at: now,
    part: by,
    actorId: by === 'system' ? null : actor.accountId,
    unitId: unitId ?? (by === 'unit' ? actor.unitId : null),
    words: words ?? null,
  })
  return stepId
}
