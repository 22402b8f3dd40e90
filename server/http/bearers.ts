import type { City, RequestScope } from '#server/city.ts'
import type { FindBearer } from '#server/sync/feature.ts'
import type { Context, Next } from 'hono'
import { features } from '#server/handlers.ts'
import { LINK_HEADER } from '#shared/sync/marker.ts'
import { refuse } from './faults.ts'
import { openTries, openVisitorLimit } from './visitors.ts'

const finders = features.flatMap<FindBearer>(feature => 'bearer' in feature ? [feature.bearer] : [])
/** The routes open to links; each query, photo and command decides whether it admits them. */
const openToBearers = /^\/api\/(?:queries\/|photos\/|commands$)/
/** How many links that do not exist one address may try in an hour. */
const WRONG_LINKS_PER_HOUR = 60
const unknown = { code: 'link.unknown', message: '链接不对，可能没有复制完整。请让对方再发一次。' }
const notByLink = { code: 'link.notForThis', message: '这个链接不能这样用。' }

/**
 * Admits requests with a link's secret, which is sent in a header because addresses are logged. A link that
 * has ended is answered 410, any other text 404; a session sent along is ignored.
 */
export function openBearers(city: Pick<City, 'database' | 'settings' | 'clock'>) {
  const tooOften = openVisitorLimit(city.settings)
  const tries = openTries(city.settings)
  return async (c: Context<RequestScope>, next: Next): Promise<Response | void> => {
    const now = city.clock()
    const refusal = tooOften(c, now) ?? tries.refusalFor(c, now, 'links', WRONG_LINKS_PER_HOUR)
    if (refusal) return refuse(c, 429, refusal)
    if (!openToBearers.test(c.req.path)) return refuse(c, 403, notByLink)
    const found = await find(city, c.req.header(LINK_HEADER) ?? '')
    if (found === undefined) {
      tries.noteWrong(c, now, 'links')
      return refuse(c, 404, unknown)
    }
    if ('over' in found) return refuse(c, 410, { code: `link.${found.over}`, message: found.message })
    c.set('actor', found)
    c.set('session', { tokenHash: '' })
    await next()
    // No cache may store what a link opens.
    c.header('cache-control', 'private, no-store')
  }
}

async function find(city: Parameters<FindBearer>[0], secret: string) {
  for (const finder of finders) {
    const found = await finder(city, secret)
    if (found) return found
  }
  return undefined
}
