import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { LastChange } from './tables.ts'
import { postsOf } from '#server/core/posts/index.ts'
import { roleNames, shownRole } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { findAccount } from './accounts.ts'

/**
 * Refuses a change of something shared that was based on an older version than the current one; lock its row
 * first. `seen`: when the version that the person saw was made (ms), 0 for one never changed. An older app
 * sends none, and is refused if the thing changed after its command was made.
 */
export async function requireSeen(
  { tx, occurred, now }: Pick<CommandContext, 'tx' | 'occurred' | 'now'>,
  seen: number | undefined,
  last: LastChange | undefined,
): Promise<void> {
  const at = last?.at ?? 0
  if (!last || (seen === undefined ? at <= occurred : seen === at)) return
  throw new Refused({ code: 'command.changedMeanwhile', by: await nameOf(tx, last.by, now), at })
}

async function nameOf(read: Reader, accountId: string, now: number): Promise<string> {
  const account = await findAccount(read, accountId)
  if (!account) return ''
  return account.name ?? roleNames[shownRole(account.role, await postsOf(read, accountId, now))]
}
