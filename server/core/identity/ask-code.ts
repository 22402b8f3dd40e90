import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { CapReached } from './code-limits.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { lte } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { capReached } from './code-limits.ts'
import { CODE_LIFE_MS, GUESSES_MAX, keyedDigest, makeAsker, makeCode } from './codes.ts'
import { codeAsks, loginCodes } from './tables.ts'

type CodeSettings = Pick<Settings, 'secret' | 'demo' | 'codesPerDay'>

/**
 * Makes the sign-in code, in place of an earlier one, and its asker's cookie, or says which cap is reached.
 * It never reads accounts, so that neither answer nor time reveals whether a number is known.
 */
export async function askCode(
  database: Database,
  phone: string,
  address: string,
  now: number,
  settings: CodeSettings,
): Promise<{ code: string, asker: string } | CapReached> {
  const { secret } = settings
  const asker = {
    phone,
    phoneDigest: keyedDigest(secret, 'phone', phone),
    addressDigest: keyedDigest(secret, 'address', address),
  }
  return await database.transact(async (tx) => {
    await tx.delete(codeAsks).where(lte(codeAsks.askedAt, now - DAY_MS))
    await tx.delete(loginCodes).where(lte(loginCodes.expiresAt, now))
    const reached = await capReached(tx, asker, now, settings)
    if (reached) return reached

    const [code, cookie] = [makeCode(), makeAsker()]
    const fresh = {
      digest: keyedDigest(secret, 'code', phone, code),
      askedAt: now,
      expiresAt: now + CODE_LIFE_MS,
      guessesLeft: GUESSES_MAX,
      asker: keyedDigest(secret, 'asker', cookie),
      strangersLeft: GUESSES_MAX,
    }
    await tx
      .insert(codeAsks)
      .values({
        id: uuidv7(),
        phoneDigest: asker.phoneDigest,
        addressDigest: asker.addressDigest,
        askedAt: now,
      })
    await tx
      .insert(loginCodes)
      .values({ phone, ...fresh })
      .onConflictDoUpdate({ target: loginCodes.phone, set: fresh })
    return { code, asker: cookie }
  }, 'identity.codes') // One turn for all: the caps of an address and of the city count across phones.
}
