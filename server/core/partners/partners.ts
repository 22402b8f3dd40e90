import type { Reader, Transaction } from '#server/database/database.ts'
import { hash, randomBytes } from 'node:crypto'
import { rowsChanged } from '#server/database/prepared.ts'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { partners } from './tables.ts'

export type Partner = typeof partners.$inferSelect

const KEY_BYTES = 32
/** The prefix of our keys, by which people and secret scanners recognise one. */
const KEY_MARK = 'bee_'

/**
 * Keys are stored and compared as digests, so that comparison times reveal nothing. 256 random bits need
 * neither salt nor a slow digest.
 */
const keyHashOf = (key: string): string => hash('sha256', key, 'hex')

/** Adds a partner and returns its key, which can't be shown again. */
export async function addPartner(
  tx: Transaction,
  { name, areaId }: Pick<Partner, 'name' | 'areaId'>,
  now: number,
): Promise<{ id: string, key: string }> {
  const [id, key] = [uuidv7(), KEY_MARK + randomBytes(KEY_BYTES).toString('base64url')]
  await tx.insert(partners).values({ id, name, areaId, keyHash: keyHashOf(key), madeAt: now })
  return { id, key }
}

/** The partner with this key; undefined for an unknown or withdrawn key. */
export async function partnerWithKey(read: Reader, key: string): Promise<Partner | undefined> {
  const isGood = and(eq(partners.keyHash, keyHashOf(key)), isNull(partners.withdrawnAt))
  const [partner] = await read.select().from(partners).where(isGood)
  return partner
}

/** The partner of this id, also when it was withdrawn. */
export async function findPartner(read: Reader, id: string): Promise<Partner | undefined> {
  const [partner] = await read.select().from(partners).where(eq(partners.id, id))
  return partner
}

export const allPartners = async (read: Reader): Promise<Partner[]> =>
  await read.select().from(partners).orderBy(asc(partners.madeAt), asc(partners.id))

/** Withdraws a partner's key at once; false if it has none any more. */
export async function withdrawPartner(tx: Transaction, id: string, now: number): Promise<boolean> {
  const isGood = and(eq(partners.id, id), isNull(partners.withdrawnAt))
  return rowsChanged(await tx.update(partners).set({ withdrawnAt: now }).where(isGood)) > 0
}
