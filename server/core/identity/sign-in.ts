import type { Database, Transaction } from '#server/database/database.ts'
import type { Me, SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Browser } from './askers.ts'
import type { Whereabouts } from './sessions.ts'
import { and, eq, gt } from 'drizzle-orm'
import { accountFor } from './accounts.ts'
import { askerOf, knownMark } from './askers.ts'
import { keyedDigest, sameDigest } from './codes.ts'
import { noteSignInGuess, signInWait } from './guesses.ts'
import { meOf } from './me.ts'
import { endSession, openSession } from './sessions.ts'
import { loginCodes } from './tables.ts'

/** `codeSpent`: guessed wrong too often; only a new code can do. */
export type SignInTrouble = 'codeWrong' | 'codeSpent' | 'disabled'
/** `known`: the cookie by which this browser is known for the phone from now on. */
interface SignedIn {
  readonly me: Me
  readonly token: string
  readonly lifeMs: number
  readonly known: string
}
interface Door {
  readonly secret: string
  readonly address: string
  readonly now: number
  readonly browser: Browser
  readonly oldTokenHash: string | undefined
  readonly whereabouts: Whereabouts
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
    const codes = await tx
      .select()
      .from(loginCodes)
      .where(and(eq(loginCodes.phone, phone), gt(loginCodes.expiresAt, now)))
    const asker = askerOf(door.browser, phone, secret)
    // Who asked for the code has few guesses of their own, so that what neighbours guess can't keep them out.
    const isMine = codes.some(code => code.asker === asker && code.guessesLeft > 0)
    const waitMs = isMine ? undefined : await signInWait(tx, door)
    if (waitMs !== undefined) return { waitMs }
    const trouble = await tryCode(tx, codes, { asker, digest: keyedDigest(secret, 'code', phone, code) })
    if (trouble) {
      await noteSignInGuess(tx, door)
      return { trouble }
    }
    await tx.delete(loginCodes).where(eq(loginCodes.phone, phone))
    const account = await accountFor(tx, phone, now)
    if (account.disabledAt !== null) return { trouble: 'disabled' }
    if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
    const session = await openSession(tx, account, now, door.whereabouts)
    return { me: await meOf(tx, account.id), known: knownMark(secret, phone), ...session }
  }, 'identity.codes') // One lock for all guesses, which are counted across phones.
}

type LoginCode = typeof loginCodes.$inferSelect

/**
 * Tries what somebody typed on each code of the phone that still has guesses for them: their own, if they
 * asked for one, and as a stranger the others. A wrong guess costs one of each.
 */
async function tryCode(
  tx: Transaction,
  codes: readonly LoginCode[],
  { asker, digest }: { readonly asker: string | undefined, readonly digest: string },
): Promise<SignInTrouble | undefined> {
  const counterFor = (code: LoginCode) => code.asker === asker ? 'guessesLeft' : 'strangersLeft'
  const open = codes.filter(code => code[counterFor(code)] > 0)
  if (open.some(code => sameDigest(code.digest, digest))) return undefined
  for (const code of open) {
    const counter = counterFor(code)
    await tx
      .update(loginCodes)
      .set({ [counter]: code[counter] - 1 })
      .where(and(eq(loginCodes.phone, code.phone), eq(loginCodes.asker, code.asker)))
  }
  const own = codes.filter(code => code.asker === asker)
  const hoped = own.length > 0 ? own : codes
  const isSpent = hoped.length > 0 && hoped.every(code => code[counterFor(code)] <= 1)
  return isSpent ? 'codeSpent' : 'codeWrong'
}
