import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { units } from '#server/core/identity/tables.ts'
import { and, asc, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { steps } from './tables.ts'

interface NewStep {
  readonly kind: string
  readonly ref: string
  readonly step: string
  readonly part: string
  readonly unitId?: string | null
  readonly words?: string | null
}
interface ShownStep {
  readonly step: string
  readonly at: number
  readonly words: string | null
  readonly unitName: string | null
}

/** Writes the actor's act into the history of a thing. */
export async function addStep(
  { tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  { unitId = null, words = null, ...step }: NewStep,
): Promise<void> {
  await tx.insert(steps).values({ id: uuidv7(), ...step, at: now, actorId: actor.accountId, unitId, words })
}

/** The history of a thing, oldest first, without the names of actors. */
export const stepsOf = async (read: Reader, kind: string, ref: string): Promise<ShownStep[]> =>
  await read
    .select({ step: steps.step, at: steps.at, words: steps.words, unitName: units.name })
    .from(steps)
    .leftJoin(units, eq(units.id, steps.unitId))
    .where(and(eq(steps.kind, kind), eq(steps.ref, ref)))
    .orderBy(asc(steps.at), asc(steps.id))
