import type { PrecacheEntry } from 'workbox-precaching'
import { LINK_HEADER } from '#shared/sync/marker.ts'
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { publish } from './sync/browser/channel.ts'
import { SYNC_TAG } from './sync/browser/connectivity.ts'
import { servePhoto } from './sync/http/photo-cache.ts'
import { serveScript } from './sync/http/script-cache.ts'
import { drain } from './sync/sending/drain.ts'
import { asLeader } from './sync/sending/leader.ts'

// The worker handles GET only: commands go through the outbox.
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }
interface SyncEvent extends ExtendableEvent { readonly tag: string }
interface Route { condition: { urlPattern: { pathname: string } }, source: 'network' | 'fetch-event' }
interface RoutesEvent extends ExtendableEvent { readonly addRoutes?: (routes: Route[]) => Promise<void> }

const SERVERS_OWN = [
  /^\/(?:api|open311|calendar)\//,
  /^\/data\/./,
  /^\/openapi\.json$/,
  /^\/health(?:\/|$)/,
  /^\/metrics$/,
]
/** How long the worker waits for another sender to end, as a `sync` event may not last much longer. */
const LEADER_PATIENCE_MS = 20_000

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVERS_OWN }))
// Requests with a link's secret bypass the worker, so that their photos are in no cache.
registerRoute(
  ({ url, sameOrigin, request }) => sameOrigin && !request.headers.has(LINK_HEADER)
    && /^\/api\/photos\/[0-9a-f]{64}\/(?:thumb|full)$/.test(url.pathname),
  ({ request }) => servePhoto(request),
)
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/assets\/(?:mqtt|streets|console|unzip)\b.*\.(?:js|css)$/.test(url.pathname),
  ({ request }) => serveScript(request),
)
// Chromium sends these requests to the server itself. Through the worker each would wait for it to start, and
// one sent while a new version takes over would start the old worker again, which then stays for 30 s.
self.addEventListener('install', (event) => {
  void (event as RoutesEvent).addRoutes?.([
    { condition: { urlPattern: { pathname: '/api/photos/*' } }, source: 'fetch-event' },
    { condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' },
  ]).catch(() => {}) // Without routes the worker passes them on.
})
clientsClaim() // So that already the first visit works offline.

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

self.addEventListener('sync', (event) => {
  const { tag, waitUntil } = event as SyncEvent
  if (tag === SYNC_TAG) waitUntil.call(event, sync())
})

/**
 * Sends the outbox when no page is open; an open page sends by itself. A rejection makes the browser repeat
 * the event.
 */
async function sync() {
  const pages = await self.clients.matchAll({ type: 'window' })
  if (pages.length > 0) return publish({ about: 'sync' })
  const result = await asLeader(leadership => drain(leadership), LEADER_PATIENCE_MS)
  if (result !== 'busy' && result.end === 'unreachable') throw new Error('the server could not be reached')
}

interface PushMessage { title?: string, body?: string, url?: string, tag?: string }

self.addEventListener('push', (event) => {
  const message = parsePush(event.data)
  event.waitUntil(self.registration.showNotification(message.title ?? '小蜜蜂', {
    body: message.body ?? '你有新消息',
    icon: '/icons/icon-192.png',
    tag: message.tag ?? message.body ?? 'news', // A repeated message is shown once.
    data: { url: message.url ?? '/notices' },
  }))
})

function parsePush(data: PushMessageData | null): PushMessage {
  try {
    return data?.json() as PushMessage ?? {}
  }
  catch {
    return {}
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(show((event.notification.data as { url: string }).url))
})

/** Shows the URL in an open page, or in a new one; our own pages only. */
async function show(url: string) {
  const target = new URL(url, self.location.origin)
  if (target.origin !== self.location.origin) return
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!page) return void await self.clients.openWindow(target.href)
  await page.focus()
  page.postMessage({ type: 'GO', path: target.pathname + target.search })
}
