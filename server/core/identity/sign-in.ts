import type { Database, Transaction } from '#server/database/database.ts'
import type { Me, SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import { and, eq, gt, sql } from 'drizzle-orm'
import { accountFor } from './accounts.ts'
import { keyedDigest, sameDigest } from './codes.ts'
import { meOf } from './me.ts'
import { endSession, openSession } from './sessions.ts'
import { loginCodes } from './tables.ts'

/** `codeSpent`: guessed wrong too often; only a new code can do. */
export type SignInTrouble = 'codeWrong' | 'codeSpent' | 'disabled'
interface SignedIn { readonly me: Me, readonly token: string, readonly lifeMs: number }
interface Door { readonly secret: string, readonly now: number, readonly oldTokenHash: string | undefined }

/** Signs in with a code, in a new account where the number is new; the phone's earlier session ends. */
export async function signIn(
  database: Database,
  { phone, code }: InferOutput<typeof SignIn>,
  { secret, now, oldTokenHash }: Door,
): Promise<SignedIn | { trouble: SignInTrouble }> {
  // A wrong guess must be saved, so it is returned and not thrown, which would undo it.
  return await database.transact(async (tx) => {
    const trouble = await useCode(tx, phone, keyedDigest(secret, 'code', phone, code), now)
    if (trouble) return { trouble }
    const account = await accountFor(tx, phone, now)
    if (account.disabledAt !== null) return { trouble: 'disabled' }
    if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
    return { me: await meOf(tx, account.id), ...await openSession(tx, account, now) }
  })
}

/**
 * Counts one guess, and takes the code when the guess is right: each in a statement that only one of many
 * callers can win.
 */
async function useCode(
  tx: Transaction,
  phone: string,
  digest: string,
  now: number,
): Promise<SignInTrouble | undefined> {
  const isAlive = and(eq(loginCodes.phone, phone), gt(loginCodes.expiresAt, now))
  const [guessed] = await tx
    .update(loginCodes)
    .set({ guessesLeft: sql`${loginCodes.guessesLeft} - 1` })
    .where(and(isAlive, gt(loginCodes.guessesLeft, 0)))
    .returning()
  if (!guessed) return (await tx.$count(loginCodes, isAlive)) > 0 ? 'codeSpent' : 'codeWrong'
  if (!sameDigest(guessed.digest, digest)) return guessed.guessesLeft === 0 ? 'codeSpent' : 'codeWrong'
  const used = await tx.delete(loginCodes).where(and(isAlive, eq(loginCodes.digest, digest))).returning()
  return used.length === 1 ? undefined : 'codeWrong'
}
