import type { City, RequestScope } from '#server/city.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import type { MiddlewareHandler } from 'hono'
import { countRequest } from '#server/metrics.ts'
import { buildOpen311 } from '#server/open311/routes.ts'
import { buildOpenData } from '#server/open-data/routes.ts'
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { buildApi } from './api.ts'
import { buildEvents } from './events.ts'
import { buildExports } from './exports.ts'
import { answerFault, answerUnknown, refuse } from './faults.ts'
import { buildFeeds } from './feeds.ts'
import { headersFor } from './headers.ts'
import { buildHealth } from './health.ts'
import { logTo, requestIdOf } from './logs.ts'
import { buildMapFile } from './map-file.ts'
import { buildMetrics } from './metrics.ts'
import { buildPhotos } from './photos.ts'
import { factorRefusals } from './session-refusals.ts'
import { allowVisitors, buildSession, requireOurOrigin } from './session.ts'

/** A kiosk stands where anybody may touch it, so it may only ask queries and send commands. */
const notForKiosks: RouteRefusal = { code: 'door.notForTablets', message: '驿站平板不能这样做。' }

/**
 * Gives every request an id, headers, a count and a line in the log. One middleware, since each costs time.
 */
function receive({ settings, log }: Pick<City, 'settings' | 'log'>): MiddlewareHandler<RequestScope> {
  const sendHeaders = headersFor(settings)
  const logRequest = logTo(log)
  return async (c, next) => {
    const began = performance.now()
    c.set('requestId', requestIdOf(c))
    sendHeaders(c)
    await next()
    const answered = {
      method: c.req.method,
      route: routePath(c),
      status: c.res.status,
      ms: performance.now() - began,
    }
    countRequest(answered)
    logRequest(c.get('requestId'), answered)
  }
}

/**
 * Commands and queries say in their specs what is reachable before the second factor is set up; other routes
 * never are.
 */
const requireFactor: MiddlewareHandler<RequestScope> = async (c, next) =>
  c.get('actor').factorAt === null ? refuse(c, 403, factorRefusals.missing) : await next()

/**
 * Everything under `/api`: our marker on every answer, a check of the origin on every change, a session on
 * every route but sign-in. Queries and photos may be asked without a session as far as their specs allow.
 */
function buildDoors(city: City) {
  return new Hono<RequestScope>()
    .use(requireOurOrigin(city.settings))
    .route('/session', buildSession(city))
    .use(allowVisitors(city))
    .route('/', buildApi(city))
    .use('/events', requireFactor)
    .use('/photos/*', requireFactor)
    .route('/exports', buildExports(city))
    .route('/events', buildEvents(city))
    .use('/photos/*', async (c, next) =>
      c.get('actor').role === 'kiosk' ? refuse(c, 403, notForKiosks) : await next())
    .route('/photos', buildPhotos(city))
}

/** The whole server except the app's own files. */
export function buildApp(city: City) {
  return new Hono<RequestScope>()
    .use(receive(city))
    .route('/api', buildDoors(city))
    .route('/open311', buildOpen311(city))
    .route('/', buildOpenData(city))
    .route('/map', buildMapFile(city.settings.mapFile))
    .route('/', buildFeeds(city))
    .route('/health', buildHealth(city))
    .route('/metrics', buildMetrics(city.settings))
    .notFound(answerUnknown)
    .onError(answerFault(city))
}
