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

/** Thrown when none of the city's private keys opens: another secret has sealed them. */
export class OtherSecret extends Error {
  override readonly name = 'OtherSecret'
  constructor() {
    super('The secret is not the one that sealed the keys of this city.')
  }
}

interface Rotation {
  /** The next key takes over now. */
  readonly byHand?: boolean
  /** Replaces keys that another secret has sealed by new ones. */
  readonly isNewSecret?: boolean
}

/**
 * Sets the city's secret and makes the first keys, or those that fell due while the server was down. Throws
 * `OtherSecret`, changing nothing, where it is not the city's.
 */
export async function openKeys(database: Database, secret: string, now: number): Promise<void> {
  useSecret(secret)
  await rotateKeys(database, now)
}

/**
 * Keeps one key signing and publishes the next one in advance, so that offline phones have it in time.
 * Returns whether anything changed.
 */
export async function rotateKeys(
  database: Database,
  now: number,
  { byHand = false, isNewSecret = false }: Rotation = {},
): Promise<boolean> {
  return await database.transact(async (tx) => {
    const keys = await tx.select().from(signingKeys).orderBy(asc(signingKeys.id))
    if (!isNewSecret && isOtherSecret(keys)) throw new OtherSecret()
    let isChanged = false
    let next = keys.find(key => key.signsFrom > now && opens(key))
    let current = currentOf(keys, now)
    if (byHand && next) {
      await tx.update(signingKeys).set({ signsFrom: now }).where(eq(signingKeys.id, next.id))
      current = { ...next, signsFrom: now }
      next = undefined
    }
    if (!current || !opens(current)) { // For a new city, a damaged key, or a new secret.
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

/** The sealed keys are the check value of the secret: one that opens proves it. */
function isOtherSecret(keys: readonly SigningKey[]): boolean {
  const sealed = keys.filter(({ sealedKey }) => sealedKey !== null)
  return sealed.length > 0 && !sealed.some(opens)
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
