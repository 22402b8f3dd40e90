import type { CommandContext } from '#server/sync/context.ts'
import type { RaiseAlarm } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { admins } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'

/** Decides `points.raiseAlarm`, sent by a task: notifies the admins of the invariants that don't hold. */
export async function raiseAlarm(
  { invariants }: InferOutput<typeof RaiseAlarm>,
  context: CommandContext,
): Promise<void> {
  await notify(context, await admins(context.tx), { kind: 'points.broken', words: invariants.join('; ') })
}
