import type { CommandContext } from '#server/sync/context.ts'
import type { Resolution } from './resolve-hold.ts'
import { spendAside } from './balances.ts'
import { resolveHold } from './resolve-hold.ts'

/** Settles a hold, when the goods are handed over; throws the second time. */
export async function settleHold(context: CommandContext, resolution: Resolution): Promise<void> {
  const { accountId, amount } = await resolveHold(context, 'settle', resolution)
  await spendAside(context.tx, accountId, amount)
}
