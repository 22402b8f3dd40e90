import type { City, RequestScope } from '#server/city.ts'
import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { Context } from 'hono'
import { pairKiosk } from '#server/features/doors/kiosks/pairing.ts'
import { PairKiosk } from '#shared/doors/schemas.ts'
import * as v from 'valibot'
import { refuse } from './faults.ts'
import { addressOf } from './limits.ts'
import { giveSession, tokenHashIn } from './session-cookie.ts'
import { guessedTooOften, sessionRefusals } from './session-refusals.ts'

/** Pairs a kiosk: takes a one-time code and opens a session, as sign-in does for people. */
export async function answerPairing(
  c: Context<RequestScope>,
  { database, changes, settings, clock }: City,
): Promise<Response> {
  const given = v.safeParse(PairKiosk, await c.req.json().catch(() => undefined))
  if (!given.success) return refuse(c, 400, sessionRefusals.pairingMalformed)
  const door = {
    secret: settings.secret,
    address: addressOf(c, settings),
    now: clock(),
    oldTokenHash: tokenHashIn(c, settings),
  }
  const paired = await pairKiosk(database, given.output.code, door)
  if (!('me' in paired)) {
    return paired.waitMs === undefined
      ? refuse(c, 403, sessionRefusals.pairingWrong)
      : refuse(c, 429, guessedTooOften(paired.waitMs))
  }
  await changes.publish([{ to: '*', names: ['stations.book', 'stations.desk'] }])
  giveSession(c, settings, paired)
  return c.json({ me: paired.me, doorKey: paired.doorKey } satisfies PairedKiosk)
}
