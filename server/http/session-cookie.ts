import type { Browser } from '#server/core/identity/index.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import { CODE_LIFE_MS, tokenHashOf } from '#server/core/identity/index.ts'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

type Where = Pick<Settings, 'publicUrl'>

/**
 * `__Host-` binds the cookie to this host over https. Browsers refuse that prefix over http, which only demos
 * use.
 */
export function cookieOf({ publicUrl }: Where) {
  const secure = publicUrl.startsWith('https:')
  return {
    name: secure ? '__Host-bee' : 'bee',
    attributes: { httpOnly: true, sameSite: 'Lax', path: '/', secure },
  } as const
}

/** No browser saves a cookie longer. */
const KNOWN_LIFE_S = 400 * 86_400
const lifeS = { ask: CODE_LIFE_MS / 1000, known: KNOWN_LIFE_S }
const besides = (settings: Where, what: keyof typeof lifeS) => `${cookieOf(settings).name}-${what}`

/** The cookies of a browser without a session. */
export const browserIn = (c: Context, settings: Where): Browser => ({
  asker: getCookie(c, besides(settings, 'ask')),
  known: getCookie(c, besides(settings, 'known')),
})

/**
 * Sets a browser's cookie: `ask` while a code that it asked for is valid; `known` after a sign-in with a
 * phone.
 */
export function mark(c: Context, settings: Where, what: keyof typeof lifeS, value: string): void {
  const { attributes } = cookieOf(settings)
  setCookie(c, besides(settings, what), value, { ...attributes, maxAge: lifeS[what] })
}

const NAMED_MAX = 2_000
const NAMED_CHARS_MAX = 400
/** Caches the token hashes of cookies, since phones send the same ones again and again. */
const namedBy = {
  'bee': new Map<string, string | undefined>(),
  '__Host-bee': new Map<string, string | undefined>(),
}

/** The token hash of the session that came with a request, if any. */
export function tokenHashIn(c: Context, settings: Where): string | undefined {
  const cookies = c.req.header('cookie')
  if (cookies === undefined) return undefined
  const { name } = cookieOf(settings)
  const named = namedBy[name]
  const known = named.get(cookies)
  if (known !== undefined || named.has(cookies)) return known
  const token = getCookie(c, name)
  const tokenHash = token ? tokenHashOf(token) : undefined
  if (named.size >= NAMED_MAX) named.clear()
  if (cookies.length <= NAMED_CHARS_MAX) named.set(cookies, tokenHash)
  return tokenHash
}

/** Sets the session cookie. */
export function giveSession(
  c: Context,
  settings: Where,
  { token, lifeMs }: { token: string, lifeMs: number },
): void {
  const { name, attributes } = cookieOf(settings)
  clearCache(c)
  setCookie(c, name, token, { ...attributes, maxAge: lifeMs / 1000 })
}

/** Clears the session cookie. */
export function takeSession(c: Context, settings: Where): void {
  const { name, attributes } = cookieOf(settings)
  clearCache(c)
  deleteCookie(c, name, attributes)
}

/**
 * Lets the browser drop what it cached for whoever was here before. Only its own cache: "storage" would erase
 * what waits in the outbox.
 */
function clearCache(c: Context): void {
  c.header('clear-site-data', '"cache"')
}
