import type { Transaction } from '#server/database/database.ts'
import type { Role } from '#shared/identity/roles.ts'
import type { Account } from './accounts.ts'
import { decides } from '#shared/identity/roles.ts'
import { eq } from 'drizzle-orm'
import { endSessionsOf } from './sessions.ts'
import { accounts } from './tables.ts'

/** An appointment. `areaId`: the subtree they work for; null for keepers, who have stations. */
export interface Post {
  readonly role: Extract<Role, 'admin' | 'staff' | 'unit' | 'keeper'>
  readonly name: string
  readonly areaId: string | null
  readonly unitId: string | null
}

/**
 * Appoints an account and ends its sessions, also where only the area changes: other permissions need a new
 * sign-in.
 */
export async function appointAccount(
  tx: Transaction,
  account: Account,
  { role, name, areaId, unitId }: Post,
  now: number,
): Promise<void> {
  const asPerson = decides(role)
    ? { areaId, registeredAt: account.registeredAt ?? now }
    : privatelyOf(account)
  await tx
    .update(accounts)
    .set({ role, name, unitId, ...asPerson })
    .where(eq(accounts.id, account.id))
  await endSessionsOf(tx, account.id)
}

/** Makes somebody an ordinary rider or resident again, and ends their sessions. */
export async function dismissAccount(tx: Transaction, account: Account): Promise<void> {
  const role = account.company !== null || account.work !== null ? 'courier' : 'resident'
  await tx
    .update(accounts)
    .set({ role, unitId: null, ...privatelyOf(account) })
    .where(eq(accounts.id, account.id))
  await endSessionsOf(tx, account.id)
}

/**
 * The area where somebody registered; null for those who decided about others, whose area was the one they
 * worked for. They register again.
 */
const privatelyOf = ({ role, areaId, registeredAt }: Account) =>
  decides(role) ? { areaId: null, registeredAt: null } : { areaId, registeredAt }

/** Disables an account at once: its next request is refused. */
export async function disableAccount(tx: Transaction, accountId: string, now: number): Promise<void> {
  await tx.update(accounts).set({ disabledAt: now }).where(eq(accounts.id, accountId))
  await endSessionsOf(tx, accountId)
}
