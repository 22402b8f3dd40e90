import type { Transaction } from '#server/database/database.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { waitFor } from './code-limits.ts'
import { keyedDigest, PAIRING, SIGN_IN } from './codes.ts'
import { codeAsks } from './tables.ts'

const HOUR_MS = 3_600_000
/** Many people share a mobile network's address. */
const SIGN_IN_BY_ADDRESS_MAX = 50
const PAIRING_BY_ADDRESS_MAX = 20
/** A chance of one in a million for each hour in which a code holds, however many addresses guess. */
const PAIRING_IN_ALL_MAX = 100

interface Guesser { readonly address: string, readonly secret: string, readonly now: number }

const fromThere = (what: string, { address, secret }: Guesser) => and(
  eq(codeAsks.phoneDigest, what),
  eq(codeAsks.addressDigest, keyedDigest(secret, 'address', address)),
)

/**
 * How long this address, or every address, must wait before it may try a pairing code (ms); undefined when
 * not at all.
 */
export const pairingWait = async (tx: Transaction, guesser: Guesser): Promise<number | undefined> =>
  await waitFor(
    tx,
    { who: fromThere(PAIRING, guesser), windowMs: HOUR_MS, max: PAIRING_BY_ADDRESS_MAX },
    guesser.now,
  )
  ?? await waitFor(
    tx,
    { who: eq(codeAsks.phoneDigest, PAIRING), windowMs: HOUR_MS, max: PAIRING_IN_ALL_MAX },
    guesser.now,
  )

/** How long this address must wait before it may try a sign-in code (ms); undefined when not at all. */
export const signInWait = async (tx: Transaction, guesser: Guesser): Promise<number | undefined> =>
  await waitFor(
    tx,
    { who: fromThere(SIGN_IN, guesser), windowMs: HOUR_MS, max: SIGN_IN_BY_ADDRESS_MAX },
    guesser.now,
  )

/** Counts a wrong guess, in the table of sign-in codes asked for. */
async function noteGuess(tx: Transaction, what: string, { address, secret, now }: Guesser): Promise<void> {
  await tx.insert(codeAsks).values({
    id: uuidv7(),
    phoneDigest: what,
    addressDigest: keyedDigest(secret, 'address', address),
    askedAt: now,
  })
}
export const notePairingGuess = (tx: Transaction, guesser: Guesser): Promise<void> =>
  noteGuess(tx, PAIRING, guesser)
export const noteSignInGuess = (tx: Transaction, guesser: Guesser): Promise<void> =>
  noteGuess(tx, SIGN_IN, guesser)
