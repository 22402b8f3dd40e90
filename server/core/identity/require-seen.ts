import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { roleNames } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { findAccount } from './accounts.ts'

/** When (ms) and by whose account something shared was changed last. */
export interface LastChange { readonly at: number, readonly by: string }

/**
 * Refuses a change of something shared that was made on another version than the one that stands; lock its
 * row first. `seen`: when the version was made that the person saw, 0 for one that was never changed. Older
 * apps don't say: they are refused what was changed after they had made theirs.
 */
export async function requireSeen(
  { tx, occurred }: Pick<CommandContext, 'tx' | 'occurred'>,
  seen: number | undefined,
  last: LastChange | undefined,
): Promise<void> {
  const at = last?.at ?? 0
  if (!last || (seen === undefined ? at <= occurred : seen === at)) return
  throw new Refused({ code: 'command.changedMeanwhile', by: await nameOf(tx, last.by), at })
}

async function nameOf(read: Reader, accountId: string): Promise<string> {
  const account = await findAccount(read, accountId)
  return account?.name ?? (account ? roleNames[account.role] : '')
}
