import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { AskCode } from '#shared/identity/schemas.ts'
import type { Browser } from './askers.ts'
import type { CapReached } from './code-limits.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { lte } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { askerOf, KNOWN, makeAsker } from './askers.ts'
import { capReached, isHalfSent } from './code-limits.ts'
import { CODE_LIFE_MS, GUESSES_MAX, keyedDigest, makeCode } from './codes.ts'
import { isSolved, makePuzzle } from './puzzles.ts'
import { codeAsks, loginCodes } from './tables.ts'

type CodeSettings = Pick<Settings, 'secret' | 'demo' | 'codesPerDay'>

interface Asking extends AskCode { readonly address: string, readonly browser: Browser }

/**
 * Makes the sign-in code, in place of an earlier one of the same browser, and the browser's cookie, or says
 * which cap is reached. Past half of the city's codes a browser that is not known has a puzzle to solve
 * first. It never reads accounts, so that neither answer nor time reveals whether a number has one.
 */
export async function askCode(
  database: Database,
  { phone, solved, address, browser }: Asking,
  now: number,
  settings: CodeSettings,
): Promise<{ code: string, cookie: string } | CapReached | { puzzle: string }> {
  const { secret } = settings
  const cookie = browser.asker ?? makeAsker()
  const by = askerOf({ ...browser, asker: cookie }, phone, secret)!
  const isKnown = by === KNOWN
  const asker = {
    phone,
    isKnown,
    // Known browsers are counted apart: strangers can't use up what the number's owner may ask for.
    phoneDigest: keyedDigest(secret, 'phone', phone, ...isKnown ? [KNOWN] : []),
    addressDigest: keyedDigest(secret, 'address', address),
  }
  return await database.transact(async (tx) => {
    await tx.delete(codeAsks).where(lte(codeAsks.askedAt, now - DAY_MS))
    await tx.delete(loginCodes).where(lte(loginCodes.expiresAt, now))
    const reached = await capReached(tx, asker, now, settings)
    if (reached) return reached
    const puzzleFor = { phone, address, now }
    const mayAsk = isKnown || (solved !== undefined && isSolved(secret, solved, puzzleFor))
    if (!mayAsk && await isHalfSent(tx, now, settings.codesPerDay))
      return { puzzle: makePuzzle(secret, puzzleFor) }

    const code = makeCode()
    const fresh = {
      digest: keyedDigest(secret, 'code', phone, code),
      askedAt: now,
      expiresAt: now + CODE_LIFE_MS,
      guessesLeft: GUESSES_MAX,
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
      .values({ phone, asker: by, ...fresh })
      .onConflictDoUpdate({ target: [loginCodes.phone, loginCodes.asker], set: fresh })
    return { code, cookie }
  }, 'identity.codes') // One turn for all: the caps of an address and of the city count across phones.
}
