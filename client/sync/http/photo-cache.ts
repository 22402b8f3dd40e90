import { answerWithin } from '#client/patience.ts'
import { OWN_PHOTO } from '#shared/media/own-photo.ts'
import { photoCacheOf } from '../store/photo-caches.ts'
import { savedSession } from '../store/session.ts'

const PHOTOS_MAX = 150
/** One's own photo waits for the server no longer than this. */
const OWN_WAIT_MS = 2_000
/** Without a network, others' photos are shown for this long after the server last allowed it. */
const OTHERS_MAX_MS = 24 * 3_600_000
/** So often a saved photo notes that the server still allows it. */
const NOTED_EVERY_MS = 3_600_000

/**
 * Answers with a photo of the account's own cache if the server, asked by its tag, still allows it: staff may
 * have hidden it since. Without a network it answers from the cache alone. The cache drops its oldest beyond
 * 150. Whoever is not signed in gets what the server answers.
 */
export async function servePhoto(request: Request): Promise<Response> {
  const session = await savedSession().catch(() => undefined)
  if (!session?.me || !session.isSignedIn) return await fetch(request)
  const cache = await caches.open(photoCacheOf(session.me.accountId))
  const cached = await cache.match(request)
  if (!cached) return await fetchNew(cache, request)
  const asking = askAgain(cache, request, cached).catch(() => undefined)
  const isOwn = cached.headers.has(OWN_PHOTO)
  const answer = isOwn ? await answerWithin(OWN_WAIT_MS, () => asking, undefined) : await asking
  if (answer) return answer
  return isOwn || ageOf(cached) < OTHERS_MAX_MS ? cached : Response.error()
}

async function fetchNew(cache: Cache, request: Request): Promise<Response> {
  const response = await fetch(request)
  if (isPhoto(response)) await save(cache, request, response.clone())
  return response
}

/** The server's answer about a saved photo; undefined when the server failed. */
async function askAgain(cache: Cache, request: Request, cached: Response): Promise<Response | undefined> {
  const tag = cached.headers.get('etag')
  const response = await fetch(request.url, {
    cache: 'no-store',
    credentials: 'same-origin',
    ...tag !== null && { headers: { 'if-none-match': tag } },
  })
  if (response.status >= 500) return undefined
  if (response.status === 304) {
    if (ageOf(cached) > NOTED_EVERY_MS) await save(cache, request, allowedNow(cached.clone()))
    return cached
  }
  if (isPhoto(response)) await save(cache, request, response.clone())
  else await cache.delete(request)
  return response
}

const isPhoto = ({ ok, headers }: Response) => ok && (headers.get('content-type') ?? '').startsWith('image/')

/** How long ago the server allowed the photo (ms); infinite where that is not recorded. */
const ageOf = ({ headers }: Response) => Date.now() - (Date.parse(headers.get('date') ?? '') || 0)

function allowedNow(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set('date', new Date().toUTCString())
  return new Response(response.body, { headers })
}

async function save(cache: Cache, request: Request, response: Response) {
  try {
    await cache.put(request, response)
    const cached = await cache.keys()
    for (const oldest of cached.slice(0, Math.max(0, cached.length - PHOTOS_MAX))) await cache.delete(oldest)
  }
  catch {
    // The phone is full.
  }
}
