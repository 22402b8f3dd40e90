import type { Transaction } from '#server/database/database.ts'
import type { CommandName } from '#shared/commands.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { receipts } from './tables.ts'

interface Decided {
  readonly accountId: string
  readonly name: CommandName
  readonly decidedAt: number
}

/**
 * Removes the account from its receipts of an instant that have this result. If such a command is sent again,
 * its id counts as somebody else's.
 */
export async function forgetReceipt(
  tx: Transaction,
  { accountId, name, decidedAt }: Decided,
  isIt: (result: unknown) => boolean,
): Promise<void> {
  const rows = await tx
    .select({ commandId: receipts.commandId, decision: receipts.decision })
    .from(receipts)
    .where(and(
      eq(receipts.accountId, accountId),
      eq(receipts.name, name),
      eq(receipts.decidedAt, decidedAt),
    ))
  const ids = rows
    .filter(({ decision }) => isIt((decision as { result?: unknown }).result))
    .map(({ commandId }) => commandId)
  if (ids.length === 0) return
  await tx.update(receipts).set({ accountId: '' }).where(inArray(receipts.commandId, ids))
}

/** Whether an account ever sent a command that was decided. */
export const hasDecided = async (tx: Transaction, accountId: string): Promise<boolean> =>
  await tx.$count(receipts, eq(receipts.accountId, accountId)) > 0
