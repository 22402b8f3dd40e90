import type { Transaction } from '#server/database/database.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { waitFor } from './code-limits.ts'
import { FACTOR, keyedDigest, PAIRING, SIGN_IN } from './codes.ts'
import { codeAsks } from './tables.ts'

const HOUR_MS = 3_600_000
/** Many people share a mobile network's address. */
const SIGN_IN_BY_ADDRESS_MAX = 50
const PAIRING_BY_ADDRESS_MAX = 20
/** Wrong codes of a second factor, by account: whoever guesses has the phone number already. */
const FACTOR_MAX = 5
const FACTOR_WINDOW_MS = 15 * 60_000
/**
 * With this many guesses an hour, the chance to hit a pairing code is one in a million for each hour that it
 * is valid, however many addresses guess.
 */
const PAIRING_IN_ALL_MAX = 100

interface Guesser { readonly address: string, readonly secret: string, readonly now: number }

const fromThere = (what: string, guesser: Guesser) => and(
  eq(codeAsks.phoneDigest, what),
  eq(codeAsks.addressDigest, addressOf(guesser)),
)

/**
 * How long this address, or every address, must wait before it may try a pairing code (ms); undefined when it
 * need not.
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

/** How long this address must wait before it may try a sign-in code (ms); undefined when it need not. */
export const signInWait = async (tx: Transaction, guesser: Guesser): Promise<number | undefined> =>
  await waitFor(
    tx,
    { who: fromThere(SIGN_IN, guesser), windowMs: HOUR_MS, max: SIGN_IN_BY_ADDRESS_MAX },
    guesser.now,
  )

/** How long this account must wait before it may try a code of its second factor (ms), if at all. */
export const factorWait = async (
  tx: Transaction,
  accountId: string,
  now: number,
): Promise<number | undefined> => await waitFor(
  tx,
  {
    who: and(eq(codeAsks.phoneDigest, FACTOR), eq(codeAsks.addressDigest, accountId)),
    windowMs: FACTOR_WINDOW_MS,
    max: FACTOR_MAX,
  },
  now,
)

/** Counts a wrong guess, in the table of sign-in codes asked for. */
async function noteGuess(tx: Transaction, what: string, by: string, now: number): Promise<void> {
  await tx.insert(codeAsks).values({ id: uuidv7(), phoneDigest: what, addressDigest: by, askedAt: now })
}
const addressOf = ({ secret, address }: Guesser) => keyedDigest(secret, 'address', address)
export const notePairingGuess = (tx: Transaction, guesser: Guesser): Promise<void> =>
  noteGuess(tx, PAIRING, addressOf(guesser), guesser.now)
export const noteSignInGuess = (tx: Transaction, guesser: Guesser): Promise<void> =>
  noteGuess(tx, SIGN_IN, addressOf(guesser), guesser.now)
export const noteFactorGuess = (tx: Transaction, accountId: string, now: number): Promise<void> =>
  noteGuess(tx, FACTOR, accountId, now)
