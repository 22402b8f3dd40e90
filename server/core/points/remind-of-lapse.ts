import type { CommandContext } from '#server/sync/context.ts'
import type { RemindOfLapse } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { notify } from '#server/core/notices/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { lapsesOn } from '#shared/points/rules.ts'
import { balanceOf } from './balances.ts'
import { lapsable } from './lapse-points.ts'
import { lapseReminders } from './tables.ts'

/**
 * Decides `points.remind`, sent by a task: notifies a person of points that lapse soon, once for each cutoff.
 * `words` is the day on which they are gone.
 */
export async function remindOfLapse(
  { accountId, cutoff }: InferOutput<typeof RemindOfLapse>,
  context: CommandContext,
): Promise<void> {
  const { tx, now } = context
  const points = await lapsable(tx, accountId, await balanceOf(tx, accountId), cutoff)
  if (points === 0) return
  if (await insertOnce(tx, lapseReminders, { accountId, cutoff, remindedAt: now }) === 1)
    await notify(context, accountId, { kind: 'points.lapsing', points, words: lapsesOn(cutoff) })
}
