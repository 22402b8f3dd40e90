import type { DoorRefusal } from '#shared/sync/protocol.ts'
import type { City, Visit } from './city.ts'
import { MARKER } from '#shared/sync/protocol.ts'
import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { buildApi } from './api.ts'
import { buildEvents } from './events.ts'
import { answerFault, answerUnknown } from './faults.ts'
import { sendHeaders, setHeader } from './headers.ts'
import { buildHealth } from './health.ts'
import { logRequests, requestIdOf } from './logs.ts'
import { buildMetrics, countRequests } from './metrics.ts'
import { buildPhotos } from './photos.ts'
import { refuse } from './refuse.ts'
import { buildSession, requireOurOrigin, requireSession } from './session.ts'

/** A tablet stands where anybody may touch it: it asks its questions and sends its commands, and has no other business. */
const notForTablets: DoorRefusal = { code: 'door.notForTablets', message: '驿站平板不能这样做。' }

/** Everything behind `/api`: the marker on every answer, our origin on every change, a session before every door but sign-in. */
export function buildDoors(city: City) {
  return new Hono<Visit>()
    .use(async (c, next) => {
      setHeader(c, MARKER, '1')
      await next()
    })
    .use(requireOurOrigin(city.settings))
    .route('/session', buildSession(city))
    .use(requireSession(city))
    .route('/', buildApi(city))
    .route('/events', buildEvents(city))
    .use('/photos/*', async (c, next) => c.var.actor.role === 'kiosk' ? refuse(c, 403, notForTablets) : await next())
    .route('/photos', buildPhotos(city))
    .onError(answerFault(city.log))
}

/** The whole server but the app's own files, which need none of this. */
export function buildApp(city: City, isStopping: () => boolean) {
  return new Hono<Visit>()
    .use(requestId({ headerName: '', generator: requestIdOf }))
    .use(logRequests(city.log))
    .use(countRequests)
    .use(sendHeaders(city.settings))
    .route('/api', buildDoors(city))
    .route('/health', buildHealth(city.database, isStopping))
    .route('/metrics', buildMetrics(city.settings))
    .notFound(answerUnknown)
    .onError(answerFault(city.log))
}
