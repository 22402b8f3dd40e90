import type { Transaction } from '#server/database/database.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { waitFor } from './ask-window.ts'
import { keyedDigest, PAIRING } from './codes.ts'
import { codeAsks } from './tables.ts'

const HOUR_MS = 3_600_000
const BY_ADDRESS_MAX = 20
/** One in a million each hour while a code lives, however many addresses guess. */
const IN_ALL_MAX = 100

interface Guesser { readonly address: string, readonly secret: string, readonly now: number }

/**
 * How long nobody from this address, or nobody at all, may guess at a tablet's code (ms); undefined when they
 * may.
 */
export async function pairingWait(
  tx: Transaction,
  { address, secret, now }: Guesser,
): Promise<number | undefined> {
  const isPairing = eq(codeAsks.phoneDigest, PAIRING)
  const fromThere = and(isPairing, eq(codeAsks.addressDigest, keyedDigest(secret, 'address', address)))
  return await waitFor(tx, { who: fromThere, windowMs: HOUR_MS, max: BY_ADDRESS_MAX }, now)
    ?? await waitFor(tx, { who: isPairing, windowMs: HOUR_MS, max: IN_ALL_MAX }, now)
}

/** Counts a wrong guess, beside the sign-in codes that were asked for. */
export async function notePairingGuess(tx: Transaction, { address, secret, now }: Guesser): Promise<void> {
  await tx
    .insert(codeAsks)
    .values({
      id: uuidv7(),
      phoneDigest: PAIRING,
      addressDigest: keyedDigest(secret, 'address', address),
      askedAt: now,
    })
}
