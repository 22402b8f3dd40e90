import type { City, RequestScope } from '#server/city.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Context, Next } from 'hono'
import { findActor, me, signIn, signOut } from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { AskCode, SignIn } from '#shared/identity/schemas.ts'
import { LINK_HEADER, MARKER } from '#shared/sync/marker.ts'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { visitor } from './asking.ts'
import { openBearers } from './bearers.ts'
import { refuse } from './faults.ts'
import { addressOf, limitBody } from './limits.ts'
import { answerPairing } from './pair-kiosk.ts'
import { sendCodeTo } from './send-code.ts'
import { browserIn, giveSession, mark, takeSession, tokenHashIn } from './session-cookie.ts'
import { buildFactor } from './session-factor.ts'
import { answerPhoneChange, sendOwnCode } from './session-phone.ts'
import { disabledRefusal, guessedTooOften, sessionRefusals, troubleRefusal } from './session-refusals.ts'
import { whereaboutsOf } from './whereabouts.ts'

const BODY_BYTES_MAX = 1000
const changing = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Signing in with phone and code, signing out, and who is signed in. */
export const buildSession = (city: City) => new Hono<RequestScope>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  .use(limitBody(BODY_BYTES_MAX, c => c.json(sessionRefusals.tooLarge, 413)))
  .get('/', c => sayWho(c, city))
  .post('/code', c => sendCode(c, city))
  .post('/', c => startSession(c, city))
  .post('/kiosk', c => answerPairing(c, city))
  .route('/factor', buildFactor(city))
  .post('/phone', c => answerPhoneChange(c, city))
  .post('/phone/code', c => sendOwnCode(c, city))
  .delete('/', c => endSession(c, city))

async function sendCode(c: Context<RequestScope>, city: City) {
  const asked = v.safeParse(AskCode, await c.req.json().catch(() => undefined))
  return asked.success ? await sendCodeTo(c, city, asked.output) : refuse(c, 400, sessionRefusals.phoneWrong)
}

async function startSession(c: Context<RequestScope>, { database, settings, clock }: City) {
  const given = v.safeParse(SignIn, await c.req.json().catch(() => undefined))
  if (!given.success) return refuse(c, 400, sessionRefusals.codeMalformed)
  const signed = await signIn(database, given.output, {
    secret: settings.secret,
    address: addressOf(c, settings),
    now: clock(),
    browser: browserIn(c, settings),
    oldTokenHash: tokenHashIn(c, settings),
    whereabouts: whereaboutsOf(c, settings),
    requiresFactor: settings.requiresFactor,
  })
  if ('waitMs' in signed) return refuse(c, 429, guessedTooOften(signed.waitMs))
  if ('reason' in signed) return refuse(c, 403, disabledRefusal(signed.reason))
  if ('trouble' in signed) return refuse(c, 403, troubleRefusal(signed.trouble))
  giveSession(c, settings, signed)
  mark(c, settings, 'known', signed.known)
  const { me, recoveryLeft } = signed
  return c.json({ me, recoveryLeft })
}

/** Answers who is signed in. “Nobody” is a normal answer, since a visitor's first page is no error. */
async function sayWho(c: Context<RequestScope>, { database, settings, clock }: City) {
  const tokenHash = tokenHashIn(c, settings)
  const now = clock()
  const actor = tokenHash === undefined ? undefined : await findActor(database, tokenHash, now, settings)
  // Clears the cookie of an ended session: a phone that knows nobody asks here, and with that cookie it would
  // get a 401 even for public queries.
  if (tokenHash !== undefined && actor === undefined) takeSession(c, settings)
  return c.json({
    me: actor === undefined ? null : await me({}, { read: database.read, actor, now, settings }),
  })
}

async function endSession(c: Context<RequestScope>, { database, settings }: City) {
  const tokenHash = tokenHashIn(c, settings)
  if (tokenHash !== undefined) await signOut(database, tokenHash)
  takeSession(c, settings)
  return c.json({ signedOut: true })
}

/** The routes open without a session; each query, photo and command decides whether it admits visitors. */
const openToVisitors = {
  GET: /^\/api\/(?:queries|photos)\//,
  HEAD: /^\/api\/(?:queries|photos)\//,
  POST: /^\/api\/commands$/,
} as Readonly<Record<string, RegExp>>

/**
 * Requires a session, but admits a request without one as a visitor, who is identified by a digest of the
 * address only. An ended session is answered 401, so that its phone learns of it. With a link, the link
 * decides who acts, whoever is signed in.
 */
export function allowVisitors(city: Pick<City, 'database' | 'settings' | 'clock'>) {
  const admitSession = openSessions(city)
  const admitBearer = openBearers(city)
  return createMiddleware<RequestScope>(async (c, next) => {
    if (c.req.header(LINK_HEADER) !== undefined) return await admitBearer(c, next)
    const tokenHash = tokenHashIn(c, city.settings)
    if (tokenHash !== undefined || !openToVisitors[c.req.method]?.test(c.req.path))
      return await admitSession(c, next, tokenHash)
    const commands = c.req.method === 'POST'
    const accountId = commands ? `visitor ${addressDigestOf(c, city.settings)}` : ''
    c.set('actor', { ...visitor, accountId })
    c.set('session', { tokenHash: '' })
    return await next()
  })
}

const addressDigestOf = (c: Context, settings: Pick<Settings, 'trustProxy'>): string =>
  keyedHash('addresses', addressOf(c, settings)).toString('base64url')

/** The path of the event stream. A browser reopens it by itself, and writes any refusal to its console. */
const STREAM = '/api/events'

/** Sets the `actor` of a signed-in request; answers 401 to any other, and an empty 204 to a stream. */
export function requireSession(city: Pick<City, 'database' | 'settings' | 'clock'>) {
  const admitSession = openSessions(city)
  return createMiddleware<RequestScope>((c, next) => admitSession(c, next, tokenHashIn(c, city.settings)))
}

/** Admits a request by the token hash of its cookie, which is read once, or refuses it. */
function openSessions({ database, settings, clock }: Pick<City, 'database' | 'settings' | 'clock'>) {
  const { requiresFactor } = settings
  return async (c: Context<RequestScope>, next: Next, tokenHash: string | undefined) => {
    const addressDigest = () => addressDigestOf(c, settings)
    const actor = tokenHash === undefined
      ? undefined
      : await findActor(database, tokenHash, clock(), { requiresFactor, addressDigest })
    if (tokenHash === undefined || actor === undefined)
      return c.req.path === STREAM ? c.body(null, 204) : refuse(c, 401, sessionRefusals.over)
    c.set('actor', actor)
    c.set('session', { tokenHash })
    return await next()
  }
}

/** Refuses changes that another site's page might make with our cookie. */
export const requireOurOrigin = (settings: Pick<Settings, 'publicUrl' | 'isProduction'>) =>
  createMiddleware(async (c, next) => {
    if (!changing.includes(c.req.method) || (c.req.header(MARKER) === '1' && isOurs(c, settings)))
      return await next()
    return refuse(c, 403, sessionRefusals.foreign)
  })

function isOurs(c: Context, { publicUrl, isProduction }: Pick<Settings, 'publicUrl' | 'isProduction'>) {
  const origin = c.req.header('origin')
  // Not sent by a browser, so there is no cookie to misuse.
  if (origin === undefined) return c.req.header('sec-fetch-site') === undefined
  // In development the app may be opened under any name of the machine.
  return (
    origin === new URL(publicUrl).origin
    || (!isProduction && URL.canParse(origin) && new URL(origin).host === c.req.header('host'))
  )
}
