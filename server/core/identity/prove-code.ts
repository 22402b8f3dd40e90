import type { Transaction } from '#server/database/database.ts'
import type { SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Browser } from './askers.ts'
import { and, eq, gt } from 'drizzle-orm'
import { askerOf } from './askers.ts'
import { keyedDigest, sameDigest } from './codes.ts'
import { noteSignInGuess, signInWait } from './guesses.ts'
import { loginCodes } from './tables.ts'

/** `codeSpent`: too many wrong guesses, so that a new code has to be requested. */
export type CodeTrouble = 'codeWrong' | 'codeSpent'
/** `waitMs`: too many wrong guesses came from this address. */
export type NotProven = { trouble: CodeTrouble } | { waitMs: number }

/** The request that tries a code. */
export interface Prover {
  readonly secret: string
  readonly address: string
  readonly now: number
  readonly browser: Browser
}

/**
 * Whether a code proves that somebody holds the phone; undefined when it does. The code can be used again
 * until `spendCodes`. A wrong guess is saved, so the caller must not throw.
 */
export async function notProven(
  tx: Transaction,
  { phone, code }: Pick<InferOutput<typeof SignIn>, 'phone' | 'code'>,
  prover: Prover,
): Promise<NotProven | undefined> {
  const { secret, now, browser } = prover
  const codes = await tx
    .select()
    .from(loginCodes)
    .where(and(eq(loginCodes.phone, phone), gt(loginCodes.expiresAt, now)))
  const asker = askerOf(browser, phone, secret)
  // Who asked for the code has few guesses of their own, so that what neighbours guess can't keep them out.
  const isMine = codes.some(each => each.asker === asker && each.guessesLeft > 0)
  const waitMs = isMine ? undefined : await signInWait(tx, prover)
  if (waitMs !== undefined) return { waitMs }
  const trouble = await tryCode(tx, codes, { asker, digest: keyedDigest(secret, 'code', phone, code) })
  if (trouble) await noteSignInGuess(tx, prover)
  return trouble && { trouble }
}

/** Makes a phone's codes useless: one of them was used. */
export const spendCodes = async (tx: Transaction, phone: string): Promise<void> =>
  void await tx.delete(loginCodes).where(eq(loginCodes.phone, phone))

type LoginCode = typeof loginCodes.$inferSelect

/**
 * Compares the typed code with each code of the phone that has guesses left for this browser: a code that it
 * asked for by itself counts own guesses, any other those of strangers. A wrong guess costs each of them one.
 */
async function tryCode(
  tx: Transaction,
  codes: readonly LoginCode[],
  { asker, digest }: { readonly asker: string | undefined, readonly digest: string },
): Promise<CodeTrouble | undefined> {
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
