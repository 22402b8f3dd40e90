import type { City, RequestScope } from '#server/city.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { Context } from 'hono'
import {
  beginFactor,
  confirmFactor,
  endedNudge,
  findActor,
  hasFactor,
  recoveryCodesLeft,
  refreshFactor,
  renewRecoveryCodes,
} from '#server/core/identity/index.ts'
import { features } from '#server/handlers.ts'
import { isFresh } from '#server/sync/admitted.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { ConfirmFactor, GiveFactor } from '#shared/identity/schemas.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { refuse } from './faults.ts'
import { tokenHashIn } from './session-cookie.ts'
import { factorRefusals, guessedTooOften, sessionRefusals, troubleRefusal } from './session-refusals.ts'

type Owner = Actor & { readonly session: string }

/** The session's owner, if they hold a deciding post; else the refusal. */
async function ownerIn(c: Context<RequestScope>, { database, settings, clock }: City) {
  const tokenHash = tokenHashIn(c, settings)
  const actor = tokenHash === undefined
    ? undefined
    : await findActor(database, tokenHash, clock(), settings)
  if (tokenHash === undefined || !actor) return refuse(c, 401, sessionRefusals.over)
  return isDecider(actor.posts)
    ? { ...actor, session: tokenHash }
    : refuse(c, 403, sessionRefusals.factorNotYours)
}

/**
 * The same for an owner who is about to change their second factor, and so must have given a code just now.
 */
async function freshOwnerIn(c: Context<RequestScope>, city: City) {
  const owner = await ownerIn(c, city)
  if (owner instanceof Response) return owner
  const { accountId, factorAt } = owner
  const isProven = typeof factorAt === 'number' && isFresh(factorAt, city.clock())
  return isProven || !await hasFactor(city.database.read, accountId)
    ? owner
    : refuse(c, 403, factorRefusals.stale)
}

async function begin(c: Context<RequestScope>, city: City) {
  const owner = await freshOwnerIn(c, city)
  return owner instanceof Response ? owner : c.json(await beginFactor(city.database, owner))
}

async function confirm(c: Context<RequestScope>, city: City) {
  const { database, changes, clock, log } = city
  const owner = await freshOwnerIn(c, city)
  if (owner instanceof Response) return owner
  const given = v.safeParse(ConfirmFactor, await c.req.json().catch(() => undefined))
  if (!given.success) return refuse(c, 400, sessionRefusals.factorMalformed)
  const parts = features.map(({ personal }): Personal => personal)
  const confirmed = await confirmFactor(database, owner, { ...given.output, now: clock(), parts })
  if ('trouble' in confirmed) return refuse(c, 403, troubleRefusal(confirmed.trouble))
  const { accountId } = owner
  await changes.publish([{ to: accountId, names: [...endedNudge] }])
  log.info({ accountId, requestId: c.get('requestId') }, 'a second factor was set up')
  return c.json(confirmed)
}

async function giveFresh(c: Context<RequestScope>, { database, clock }: City, owner: Owner) {
  const given = v.safeParse(GiveFactor, await c.req.json().catch(() => undefined))
  if (!given.success) return refuse(c, 400, sessionRefusals.factorMalformed)
  const not = await refreshFactor(database, owner, { ...given.output, now: clock() })
  if (not && 'waitMs' in not) return refuse(c, 429, guessedTooOften(not.waitMs))
  if (not) return refuse(c, 403, troubleRefusal(not.trouble))
  return c.json({ recoveryLeft: await recoveryCodesLeft(database.read, owner.accountId) })
}

async function renewRecovery(c: Context<RequestScope>, city: City) {
  const owner = await freshOwnerIn(c, city)
  if (owner instanceof Response) return owner
  if (!await hasFactor(city.database.read, owner.accountId))
    return refuse(c, 403, factorRefusals.missing)
  const recoveryCodes = await city.database.transact(tx => renewRecoveryCodes(tx, owner.accountId))
  return c.json({ recoveryCodes })
}

/**
 * One's own second factor. These are routes and not commands, because receipts would store the secret and the
 * recovery codes, which are shown once.
 */
export const buildFactor = (city: City) => new Hono<RequestScope>()
  .get('/', async (c) => {
    const owner = await ownerIn(c, city)
    return owner instanceof Response
      ? owner
      : c.json({ recoveryLeft: await recoveryCodesLeft(city.database.read, owner.accountId) })
  })
  .post('/', c => begin(c, city))
  .post('/confirm', c => confirm(c, city))
  .post('/fresh', async (c) => {
    const owner = await ownerIn(c, city)
    return owner instanceof Response ? owner : await giveFresh(c, city, owner)
  })
  .post('/recovery', c => renewRecovery(c, city))
