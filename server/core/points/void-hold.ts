import type { CommandContext } from '#server/sync/context.ts'
import type { Resolution } from './resolve-hold.ts'
import { cutoffOn } from '#shared/points/rules.ts'
import { putBack } from './balances.ts'
import { lapseOf } from './lapse-points.ts'
import { resolveHold } from './resolve-hold.ts'

/**
 * Gives back what was set aside. What would have lapsed in the meantime is restored first and lapses now,
 * once: the yearly lapse passed it over because it was held. A second time for the same hold throws.
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
