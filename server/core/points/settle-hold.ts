import type { CommandContext } from '#server/sync/context.ts'
import type { Resolution } from './resolve-hold.ts'
import { spendAside } from './balances.ts'
import { resolveHold } from './resolve-hold.ts'

/** Spends what was set aside: the goods have been handed over. Once for each hold; a second time throws. */
export async function settleHold(context: CommandContext, resolution: Resolution): Promise<void> {
  const { accountId, amount } = await resolveHold(context, 'settle', resolution)
  await spendAside(context.tx, accountId, amount)
}
