import type { CommandContext } from '#server/sync/context.ts'
import type { SetCap } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { tellDesks } from './corrections.ts'
import { pointCapLimits } from './tables.ts'

/** Sets the limit of a cap, from the next award on. */
export async function setCap(
  { cap, max }: InferOutput<typeof SetCap>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const limit = { max, setBy: actor.accountId, setAt: now }
  await tx
    .insert(pointCapLimits)
    .values({ cap, ...limit })
    .onConflictDoUpdate({ target: pointCapLimits.cap, set: limit })
  nudge('*', 'points.mine')
  await tellDesks(context)
}
