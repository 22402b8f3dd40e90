import type { City } from '#server/city.ts'
import type { Database, Transaction } from '#server/database/database.ts'
import { generateKeyPairSync } from 'node:crypto'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, asc, eq, isNotNull, lt } from 'drizzle-orm'
import { seal, unseal, useSecret } from './seal.ts'
import { signingKeys } from './tables.ts'

/** How long one key signs. */
export const KEY_PERIOD_MS = 90 * DAY_MS
type SigningKey = typeof signingKeys.$inferSelect

/** Sets the city's secret and makes the first keys, or those that fell due while the server was down. */
export async function openKeys(database: Database, secret: string, now: number): Promise<void> {
  useSecret(secret)
  await rotateKeys(database, now)
}

/**
 * Keeps one key signing and publishes the next one in advance, so that offline phones have it in time.
 * `byHand`: the next one takes over now. Returns whether anything changed.
 */
export async function rotateKeys(database: Database, now: number, { byHand = false } = {}): Promise<boolean> {
  return await database.transact(async (tx) => {
    const keys = await tx.select().from(signingKeys).orderBy(asc(signingKeys.id))
    let isChanged = false
    let next = keys.find(key => key.signsFrom > now && opens(key))
    let current = currentOf(keys, now)
    if (byHand && next) {
      await tx.update(signingKeys).set({ signsFrom: now }).where(eq(signingKeys.id, next.id))
      current = { ...next, signsFrom: now }
      next = undefined
    }
    if (!current || !opens(current)) { // A new city, or one whose secret was changed.
      current = await makeKey(tx, now, now)
      next = undefined
      isChanged = true
    }
    if (!next) {
      await makeKey(tx, now + KEY_PERIOD_MS, now)
      isChanged = true
    }
    await tx
      .update(signingKeys)
      .set({ sealedKey: null })
      .where(and(lt(signingKeys.id, current.id), isNotNull(signingKeys.sealedKey)))
    return isChanged
  }, 'signing keys')
}

const opens = ({ sealedKey, publicKey }: SigningKey) =>
  sealedKey !== null && unseal(sealedKey, publicKey) !== undefined

/** Of keys in the order of their ids, the one that signs at an instant (ms). */
export const currentOf = <Key extends Pick<SigningKey, 'signsFrom'>>(
  keys: readonly Key[],
  now: number,
): Key | undefined => keys.findLast(({ signsFrom }) => signsFrom <= now)

async function makeKey(tx: Transaction, signsFrom: number, now: number): Promise<SigningKey> {
  const pair = generateKeyPairSync('ed25519')
  const publicKey = pair.publicKey.export({ format: 'jwk' }).x!
  const [made] = await tx
    .insert(signingKeys)
    .values({ publicKey, sealedKey: seal(pair.privateKey, publicKey), signsFrom, madeAt: now })
    .returning()
  return made!
}

/** Rotates the keys when it is time, and nudges those who check codes with them. */
export async function rotateSigningKeys({ database, changes, clock }: City): Promise<void> {
  if (await rotateKeys(database, clock()))
    await changes.publish([{ to: '*', names: ['mall.desk', 'mall.myOrders', 'stations.kiosk'] }])
}
