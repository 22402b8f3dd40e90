import type { Reader, Transaction } from '#server/database/database.ts'
import type { Buffer } from 'node:buffer'
import { randomInt } from 'node:crypto'
import { keyedHash, unsealBytes } from '#server/core/keys/index.ts'
import { isRecoveryCode } from '#shared/identity/schemas.ts'
import { and, eq, isNotNull, lt } from 'drizzle-orm'
import { factorWait, noteFactorGuess } from '../guesses.ts'
import { recoveryCodes, secondFactors } from '../tables.ts'
import { stepOf } from './totp.ts'

/** `factorWrong`: not a valid code of this person's now, or one that was used already. */
export type FactorTrouble = 'factorWrong'
type NotProven = { trouble: FactorTrouble } | { waitMs: number }

export const openFactor = (sealed: string, accountId: string): Buffer | undefined =>
  unsealBytes('second factors', sealed, accountId)

/** Whether somebody has set up a second factor. */
export const hasFactor = async (read: Reader, accountId: string): Promise<boolean> =>
  (await read.$count(
    secondFactors,
    and(eq(secondFactors.accountId, accountId), isNotNull(secondFactors.sealed)),
  )) > 0

/**
 * Uses up a code of somebody's second factor: six digits of their app, or a recovery code. Undefined when it
 * was good. A wrong guess is saved, so the caller must not throw.
 */
export async function notProvenFactor(
  tx: Transaction,
  { accountId, code }: { readonly accountId: string, readonly code: string },
  now: number,
): Promise<NotProven | undefined> {
  const waitMs = await factorWait(tx, accountId, now)
  if (waitMs !== undefined) return { waitMs }
  const isGood = isRecoveryCode(code)
    ? await spendRecoveryCode(tx, accountId, code)
    : await spendStep(tx, { accountId, code }, now)
  if (isGood) return undefined
  await noteFactorGuess(tx, accountId, now)
  return { trouble: 'factorWrong' }
}

/**
 * Uses a time step up: comparing and setting it in one statement, so that only one of two requests with the
 * same code succeeds.
 */
async function spendStep(
  tx: Transaction,
  { accountId, code }: { readonly accountId: string, readonly code: string },
  now: number,
): Promise<boolean> {
  const isTheirs = eq(secondFactors.accountId, accountId)
  const [factor] = await tx.select({ sealed: secondFactors.sealed }).from(secondFactors).where(isTheirs)
  const secret = factor?.sealed ? openFactor(factor.sealed, accountId) : undefined
  const step = secret && stepOf(secret, code, now)
  if (step === undefined) return false
  const spent = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(isTheirs, lt(secondFactors.lastStep, step)))
    .returning({ accountId: secondFactors.accountId })
  return spent.length > 0
}

const CODES = 10
const CODE_DIGITS = 10

const digestOf = (accountId: string, code: string) =>
  keyedHash('recovery codes', accountId, code).toString('base64url')

/** Ten new recovery codes in place of those before. They are told once: only digests are stored. */
export async function renewRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
  const codes = new Set<string>()
  while (codes.size < CODES) codes.add(String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0'))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId))
  await tx.insert(recoveryCodes).values(
    [...codes].map(code => ({ accountId, digest: digestOf(accountId, code) })),
  )
  return [...codes]
}

/** Uses a recovery code up; false when it is none, or was used. */
async function spendRecoveryCode(
  tx: Transaction,
  accountId: string,
  code: string,
): Promise<boolean> {
  const isThis = and(
    eq(recoveryCodes.accountId, accountId),
    eq(recoveryCodes.digest, digestOf(accountId, code)),
  )
  return (await tx.delete(recoveryCodes).where(isThis).returning()).length > 0
}

export const recoveryCodesLeft = async (read: Reader, accountId: string): Promise<number> =>
  await read.$count(recoveryCodes, eq(recoveryCodes.accountId, accountId))
