import type { Transaction } from '#server/database/database.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { waitFor } from './code-limits.ts'
import { keyedDigest, PAIRING } from './codes.ts'
import { codeAsks } from './tables.ts'

const HOUR_MS = 3_600_000
const BY_ADDRESS_MAX = 20
/** A chance of one in a million for each hour in which a code holds, however many addresses guess. */
const IN_ALL_MAX = 100

interface Guesser { readonly address: string, readonly secret: string, readonly now: number }

/**
 * How long this address, or every address, must wait before it may try a pairing code (ms); undefined when
 * not at all.
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

/** Counts a wrong guess, in the table of sign-in codes asked for. */
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
