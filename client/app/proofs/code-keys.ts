import type { Bound } from '#shared/proofs/purposes.ts'
import { hmacKey } from '#client/app/device/signature.ts'
import { codeKeyName, getCodeKey, putCodeKeys } from '#client/sync/store/code-keys.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { serverNow } from './server-clock.ts'

/** The key of one Shanghai day's codes, as the server hands it over (base64url). */
export interface GivenCodeKey { day: string, key: string }

/**
 * Saves the keys with which an account's phone shows codes without a network, as CryptoKeys that can't be
 * exported. Ask for them with `isSaved: false`, since in a saved answer they could be read.
 */
export async function saveCodeKeys(
  accountId: string,
  { purpose, subject }: Bound,
  given: readonly GivenCodeKey[],
): Promise<void> {
  const keys = given.map(async ({ day, key }) =>
    [codeKeyName(accountId, purpose, subject, day), await hmacKey(key)] as const)
  await putCodeKeys(await Promise.all(keys), dayOf(serverNow()))
}

/** The key of a day, if this phone has it. */
export const savedCodeKey = async (
  accountId: string,
  { purpose, subject }: Bound,
  day: string,
): Promise<CryptoKey | undefined> => await getCodeKey(codeKeyName(accountId, purpose, subject, day))
