import type { Transaction } from '#server/database/database.ts'
import type { Role } from '#shared/identity/roles.ts'
import type { Account } from './accounts.ts'
import { addPost, endPosts, ofKind } from '#server/core/posts/index.ts'
import { decides } from '#shared/identity/roles.ts'
import { eq } from 'drizzle-orm'
import { endSessionsOf } from './sessions.ts'
import { accounts } from './tables.ts'

/** What an operator appoints somebody to: posts of one kind, in these scopes and no others. */
export interface Appointment {
  readonly kind: Extract<Role, 'admin' | 'staff' | 'unit' | 'keeper'>
  readonly name: string
  readonly scopes: readonly string[]
}

/**
 * Appoints an account in place of its posts of the same kind, and ends its sessions: other permissions need a
 * new sign-in. Its posts of other kinds stay.
 */
export async function appointAccount(
  tx: Transaction,
  account: Account,
  { kind, name, scopes }: Appointment,
  now: number,
): Promise<void> {
  await endPosts(tx, account.id, { now, by: null, of: ofKind(kind) })
  for (const scope of scopes) await addPost(tx, { accountId: account.id, kind, scope, from: now })
  const registeredAt = account.registeredAt ?? (decides(kind) ? now : null)
  await tx.update(accounts).set({ name, registeredAt }).where(eq(accounts.id, account.id))
  await endSessionsOf(tx, account.id)
}

/**
 * Ends somebody's posts of one kind or all, and their sessions. An account without an area was registered by
 * its appointment alone, so its owner registers now.
 */
export async function dismissAccount(
  tx: Transaction,
  account: Account,
  { now, only }: { readonly now: number, readonly only?: Appointment['kind'] | undefined },
): Promise<void> {
  await endPosts(tx, account.id, { now, by: null, of: only && ofKind(only) })
  if (account.areaId === null)
    await tx.update(accounts).set({ registeredAt: null }).where(eq(accounts.id, account.id))
  await endSessionsOf(tx, account.id)
}

/** Lets an account sign in again. */
export const enableAccount = async (tx: Transaction, accountId: string): Promise<void> =>
  void (await tx.update(accounts).set(enabled).where(eq(accounts.id, accountId)))
const enabled = { disabledAt: null, disabledReason: null }

/** Disables an account at once: its next request is refused. `reason`: told at the next sign-in. */
export async function disableAccount(
  tx: Transaction,
  accountId: string,
  now: number,
  reason: string | null = null,
): Promise<void> {
  const disabled = { disabledAt: now, disabledReason: reason }
  await tx.update(accounts).set(disabled).where(eq(accounts.id, accountId))
  await endSessionsOf(tx, accountId)
}
