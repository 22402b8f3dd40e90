import type { Reader } from '#server/database/database.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { accounts } from './tables.ts'

export type Account = typeof accounts.$inferSelect

const isActive = and(isNull(accounts.disabledAt), isNull(accounts.deletedAt))

/** The account, also when it is disabled or deleted. */
export async function findAccount(reader: Reader, accountId: string): Promise<Account | undefined> {
  const [account] = await reader.select().from(accounts).where(eq(accounts.id, accountId))
  return account
}

/** Who signs in with this number, if anybody may. */
export async function accountByPhone(reader: Reader, phone: string): Promise<Account | undefined> {
  const [account] = await reader.select().from(accounts).where(and(eq(accounts.phone, phone), isActive))
  return account
}

/** Ids of the active organisers of the city. */
export async function organisers(reader: Reader): Promise<string[]> {
  const rows = await reader.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.role, 'admin'), isActive))
  return rows.map(({ id }) => id)
}

/** Ids of the active staff and admins whose area covers this one. */
export async function staffOver(reader: Reader, areaId: string): Promise<string[]> {
  const around = areaCodeLengths.filter(length => length <= areaId.length).map(length => areaId.slice(0, length))
  const rows = await reader.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.role, ['staff', 'admin']), inArray(accounts.areaId, around), isActive))
  return rows.map(({ id }) => id)
}

/** Ids of the active people of a handling unit. */
export async function membersOf(reader: Reader, unitId: string): Promise<string[]> {
  const rows = await reader.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.role, 'unit'), eq(accounts.unitId, unitId), isActive))
  return rows.map(({ id }) => id)
}

/** Enough of a phone number to recognise one's own: 138****0001. Empty for an erased account. */
export const phoneHint = (phone: string | null): string => phone === null ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
