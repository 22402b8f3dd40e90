import type { Reader, Transaction } from '#server/database/database.ts'
import { randomInt } from 'node:crypto'
import { keyedHash } from '#server/core/keys/index.ts'
import { and, eq } from 'drizzle-orm'
import { recoveryCodes } from '../tables.ts'

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
export async function spendRecoveryCode(
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
