import type { CommandContext } from '#server/sync/context.ts'
import type { Resolution } from './resolve-hold.ts'
import { cutoffOn } from '#shared/points/rules.ts'
import { putBack } from './balances.ts'
import { lapseOf } from './lapse-points.ts'
import { resolveHold } from './resolve-hold.ts'

/**
 * Voids a hold and gives the points back. Those that would have lapsed meanwhile lapse now, since the yearly
 * lapse left out what was held. Throws the second time.
 */
export async function voidHold(context: CommandContext, resolution: Resolution): Promise<void> {
  const { accountId, amount } = await resolveHold(context, 'void', resolution)
  await putBack(context.tx, accountId, amount)
  const cutoff = cutoffOn(context.now)
  await lapseOf(context, {
    accountId,
    cutoff,
    most: amount,
    ref: `${accountId}:${cutoff}:${resolution.holdId}`,
  })
}
