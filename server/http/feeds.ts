import type { City, RequestScope } from '#server/city.ts'
import type { Feed } from '#server/sync/feature.ts'
import { features } from '#server/handlers.ts'
import { Hono } from 'hono'
import { answerUnknown, refuse } from './faults.ts'
import { openVisitorLimit } from './visitors.ts'

const feeds = features.flatMap(feature =>
  'feeds' in feature ? Object.entries<Feed>(feature.feeds) : [])

/**
 * Serves documents behind secret links without a session, such as a calendar. A link that has ended and one
 * that never existed get the same answer.
 */
export function buildFeeds(city: City) {
  const tooOften = openVisitorLimit(city.settings)
  const routes = new Hono<RequestScope>()
  for (const [path, { type, read }] of feeds) {
    routes.get(`${path}/:token`, async (c) => {
      const refusal = tooOften(c, city.clock())
      if (refusal) return refuse(c, 429, refusal)
      c.header('cache-control', 'no-store')
      const text = await read(city, c.req.param('token'))
      if (text === undefined) return await answerUnknown(c)
      return c.body(text, 200, { 'content-type': type, 'x-robots-tag': 'noindex' })
    })
  }
  return routes
}
