import type { Reader, Transaction } from '#server/database/database.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import { strict as assert } from 'node:assert'
import { insertOnce } from '#server/database/rows.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { accounts, units } from './tables.ts'

export type Account = typeof accounts.$inferSelect

const isActive = and(isNull(accounts.disabledAt), isNull(accounts.deletedAt))

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

/** Ids of the active admins. */
export async function admins(reader: Reader): Promise<string[]> {
  const rows = await reader
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.role, 'admin'), isActive))
  return rows.map(({ id }) => id)
}

/** All people appointed by the city, admins first; disabled ones too. */
export async function appointedPeople(reader: Reader): Promise<(Account & { unitName: string | null })[]> {
  const order: readonly AccountRole[] = ['admin', 'staff', 'unit', 'keeper']
  const rows = await reader
    .select({ account: accounts, unitName: units.name })
    .from(accounts)
    .leftJoin(units, eq(units.id, accounts.unitId))
    .where(and(inArray(accounts.role, [...order]), isNull(accounts.deletedAt)))
    .orderBy(asc(accounts.createdAt), asc(accounts.id))
  return rows
    .map(({ account, unitName }) => ({ ...account, unitName }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
}

/** Ids of the active staff and admins whose area covers this one. */
export async function staffOver(reader: Reader, areaId: string): Promise<string[]> {
  const around = areaCodeLengths
    .filter(length => length <= areaId.length)
    .map(length => areaId.slice(0, length))
  const rows = await reader
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.role, ['staff', 'admin']), inArray(accounts.areaId, around), isActive))
  return rows.map(({ id }) => id)
}

/** Ids of the active people of a handling unit. */
export async function membersOf(reader: Reader, unitId: string): Promise<string[]> {
  const rows = await reader
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.role, 'unit'), eq(accounts.unitId, unitId), isActive))
  return rows.map(({ id }) => id)
}

/** Ids of the units that have no active people: nobody would do what they were given. */
export async function unitsWithoutPeople(reader: Reader): Promise<string[]> {
  const rows = await reader
    .select({ id: units.id })
    .from(units)
    .leftJoin(accounts, and(eq(accounts.role, 'unit'), eq(accounts.unitId, units.id), isActive))
    .where(isNull(accounts.id))
  return rows.map(({ id }) => id)
}

/** Enough of a phone number to recognise one's own: 138****0001. Empty for an erased account. */
export const phoneHint = (phone: string | null): string =>
  phone === null ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
