import type { Reader, Transaction } from '#server/database/database.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import { strict as assert } from 'node:assert'
import { heldPost, isHeld, posts } from '#server/core/posts/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { postKinds } from '#shared/identity/posts.ts'
import { and, asc, eq, isNull, notExists } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { accounts, isActive, sessions } from './tables.ts'

export type Account = typeof accounts.$inferSelect

/** The account, also when it is disabled or deleted. */
export async function findAccount(reader: Reader, accountId: string): Promise<Account | undefined> {
  const [account] = await reader.select().from(accounts).where(eq(accounts.id, accountId))
  return account
}

/** The number's account, also when it is disabled. */
export async function accountOfPhone(reader: Reader, phone: string): Promise<Account | undefined> {
  const [account] = await reader.select().from(accounts).where(eq(accounts.phone, phone))
  return account
}

/** The account that signs in with this number, unless it is disabled. */
export async function accountByPhone(reader: Reader, phone: string): Promise<Account | undefined> {
  const [account] = await reader.select().from(accounts).where(and(eq(accounts.phone, phone), isActive))
  return account
}

/**
 * The number's account, also when it is disabled; made where there is none, as a courier's until they
 * register.
 */
export async function accountFor(tx: Transaction, phone: string, now: number): Promise<Account> {
  const account = { id: uuidv7(), phone, role: 'courier', createdAt: now } as const
  await insertOnce(tx, accounts, account, accounts.phone)
  const found = await accountOfPhone(tx, phone)
  assert(found, 'the number has an account now')
  return found
}

/**
 * Erases the account of a number that others gave and nobody signed in with: without a name, a session or a
 * post it has only the number.
 */
export async function eraseUnused(tx: Transaction, accountId: string, now: number): Promise<void> {
  const isNobody = and(isNull(accounts.name), isNull(accounts.registeredAt), isActive)
  const open = tx.select({ id: sessions.tokenHash }).from(sessions).where(eq(sessions.accountId, accountId))
  const held = tx.select({ id: posts.id }).from(posts).where(eq(posts.accountId, accountId))
  await tx
    .update(accounts)
    .set({ phone: null, deletedAt: now })
    .where(and(eq(accounts.id, accountId), isNobody, notExists(open), notExists(held)))
}

/** All people appointed by the city, with their posts, admins first; disabled ones too. */
export async function appointedPeople(
  reader: Reader,
  now: number,
): Promise<(Account & { posts: HeldPost[] })[]> {
  const rows = await reader
    .select({ account: accounts, post: heldPost })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .where(and(isHeld(now), isNull(accounts.deletedAt)))
    .orderBy(asc(accounts.createdAt), asc(accounts.id), asc(posts.from), asc(posts.id))
  const people = new Map<string, Account & { posts: HeldPost[] }>()
  for (const { account, post } of rows) {
    const person = people.get(account.id) ?? { ...account, posts: [] }
    person.posts.push(post)
    people.set(account.id, person)
  }
  const rankOf = ({ posts }: { posts: HeldPost[] }) =>
    Math.min(...posts.map(({ kind }) => postKinds.indexOf(kind)))
  return [...people.values()].sort((a, b) => rankOf(a) - rankOf(b))
}

/** Enough of a phone number to recognise one's own: 138****0001. Empty for an erased account. */
export const phoneHint = (phone: string | null): string =>
  phone === null ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
