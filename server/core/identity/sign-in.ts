import type { Database, Transaction } from '#server/database/database.ts'
import type { Me, SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import { and, eq, gt, sql } from 'drizzle-orm'
import { accountFor } from './accounts.ts'
import { keyedDigest, sameDigest } from './codes.ts'
import { noteSignInGuess, signInWait } from './guesses.ts'
import { meOf } from './me.ts'
import { endSession, openSession } from './sessions.ts'
import { loginCodes } from './tables.ts'

/** `codeSpent`: guessed wrong too often; only a new code can do. */
export type SignInTrouble = 'codeWrong' | 'codeSpent' | 'disabled'
interface SignedIn { readonly me: Me, readonly token: string, readonly lifeMs: number }
interface Door {
  readonly secret: string
  readonly address: string
  readonly now: number
  /** The cookie that came with the answer to asking for the code, if this browser asked. */
  readonly asker: string | undefined
  readonly oldTokenHash: string | undefined
}
/** `waitMs`: too many wrong guesses came from this address. */
type NotSignedIn = { trouble: SignInTrouble } | { waitMs: number }

/** Signs in with a code, in a new account where the number is new; the phone's earlier session ends. */
export async function signIn(
  database: Database,
  { phone, code }: InferOutput<typeof SignIn>,
  door: Door,
): Promise<SignedIn | NotSignedIn> {
  const { secret, now, oldTokenHash } = door
  // A wrong guess must be saved, so it is returned and not thrown, which would undo it.
  return await database.transact(async (tx) => {
    const waitMs = await signInWait(tx, door)
    if (waitMs !== undefined) return { waitMs }
    const digest = keyedDigest(secret, 'code', phone, code)
    const asker = door.asker === undefined ? '' : keyedDigest(secret, 'asker', door.asker)
    const trouble = await useCode(tx, phone, { digest, asker }, now)
    if (trouble) {
      await noteSignInGuess(tx, door)
      return { trouble }
    }
    const account = await accountFor(tx, phone, now)
    if (account.disabledAt !== null) return { trouble: 'disabled' }
    if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
    return { me: await meOf(tx, account.id), ...await openSession(tx, account, now) }
  }, 'identity.codes') // One lock for all guesses, which are counted across phones.
}

/**
 * Counts one guess, of the asker's or of the strangers', and takes the code when the guess is right: each in
 * a statement that only one of many callers can win.
 */
async function useCode(
  tx: Transaction,
  phone: string,
  { digest, asker }: { readonly digest: string, readonly asker: string },
  now: number,
): Promise<SignInTrouble | undefined> {
  const isMine = eq(loginCodes.asker, asker)
  const isAlive = and(eq(loginCodes.phone, phone), gt(loginCodes.expiresAt, now))
  const [guessed] = await tx
    .update(loginCodes)
    .set({
      guessesLeft: sql`${loginCodes.guessesLeft} - case when ${isMine} then 1 else 0 end`,
      strangersLeft: sql`${loginCodes.strangersLeft} - case when ${isMine} then 0 else 1 end`,
    })
    .where(and(
      isAlive,
      sql`case when ${isMine} then ${loginCodes.guessesLeft} else ${loginCodes.strangersLeft} end > 0`,
    ))
    .returning()
  if (!guessed) return (await tx.$count(loginCodes, isAlive)) > 0 ? 'codeSpent' : 'codeWrong'
  const left = guessed.asker === asker ? guessed.guessesLeft : guessed.strangersLeft
  if (!sameDigest(guessed.digest, digest)) return left === 0 ? 'codeSpent' : 'codeWrong'
  const used = await tx.delete(loginCodes).where(and(isAlive, eq(loginCodes.digest, digest))).returning()
  return used.length === 1 ? undefined : 'codeWrong'
}
