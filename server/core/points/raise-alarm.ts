import type { CommandContext } from '#server/sync/context.ts'
import type { RaiseAlarm } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { admins } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'

/** Handles `points.raiseAlarm`, sent by the clock: the organisers learn which invariants don't hold. */
export async function raiseAlarm(
  { invariants }: InferOutput<typeof RaiseAlarm>,
  context: CommandContext,
): Promise<void> {
  await notify(context, await admins(context.tx), { kind: 'points.broken', words: invariants.join('; ') })
}
