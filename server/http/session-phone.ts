import type { City, RequestScope } from '#server/city.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { Context } from 'hono'
import { changePhone, endedNudge, findAccount, findActor } from '#server/core/identity/index.ts'
import { features } from '#server/handlers.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { AskOwnCode, ChangePhone } from '#shared/identity/schemas.ts'
import * as v from 'valibot'
import { refuse } from './faults.ts'
import { addressOf } from './limits.ts'
import { sendCodeTo } from './send-code.ts'
import { browserIn, mark, tokenHashIn } from './session-cookie.ts'
import { guessedTooOften, phoneRefusal, sessionRefusals, wrongCodeRefusal } from './session-refusals.ts'

/** The account whose number may be changed by this request's session, or the refusal. */
async function ownerIn(c: Context<RequestScope>, { database, settings, clock }: City) {
  const tokenHash = tokenHashIn(c, settings)
  const actor = tokenHash === undefined ? undefined : await findActor(database, tokenHash, clock(), settings)
  const account = actor && await findAccount(database.read, actor.accountId)
  if (!actor || !account?.phone) return refuse(c, 401, sessionRefusals.over)
  if (isDecider(actor.posts)) return refuse(c, 403, sessionRefusals.phoneByAdmin)
  return { actor, phone: account.phone }
}

/** Sends a code to the number that the account has now. */
export async function sendOwnCode(c: Context<RequestScope>, city: City): Promise<Response> {
  const owner = await ownerIn(c, city)
  if (owner instanceof Response) return owner
  const asked = v.safeParse(AskOwnCode, await c.req.json().catch(() => undefined))
  if (!asked.success) return refuse(c, 400, sessionRefusals.phoneMalformed)
  return await sendCodeTo(c, city, { ...asked.output, phone: owner.phone })
}

/** Changes the account's number, as `changePhone` decides. */
export async function answerPhoneChange(c: Context<RequestScope>, city: City): Promise<Response> {
  const { database, changes, settings, clock, log } = city
  const owner = await ownerIn(c, city)
  if (owner instanceof Response) return owner
  const given = v.safeParse(ChangePhone, await c.req.json().catch(() => undefined))
  if (!given.success) return refuse(c, 400, sessionRefusals.phoneMalformed)
  const { accountId } = owner.actor
  const changed = await changePhone(database, given.output, {
    actor: owner.actor,
    parts: features.map(({ personal }): Personal => personal),
    secret: settings.secret,
    address: addressOf(c, settings),
    now: clock(),
    browser: browserIn(c, settings),
    requiresFactor: settings.requiresFactor,
  })
  if ('waitMs' in changed) return refuse(c, 429, guessedTooOften(changed.waitMs))
  if ('which' in changed) return refuse(c, 403, wrongCodeRefusal(changed.trouble, changed.which))
  if ('trouble' in changed) return refuse(c, 409, phoneRefusal(changed.trouble))
  mark(c, settings, 'known', changed.known)
  await changes.publish([
    { to: accountId, names: [...endedNudge] },
    { to: '*', names: ['stations.one', 'stations.desk'] }, // The stations that showed the old number.
  ])
  log.info({ accountId, requestId: c.get('requestId') }, 'a phone number was changed')
  return c.json({ me: changed.me })
}
