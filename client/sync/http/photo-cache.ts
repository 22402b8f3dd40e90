import { photoCacheOf } from '../store/photo-caches.ts'
import { savedSession } from '../store/session.ts'

const PHOTOS_MAX = 150

/**
 * Answers with a photo from the account's own cache, else from the server; the cache drops its oldest beyond
 * 150. Whoever is not signed in gets what the server answers.
 */
export async function servePhoto(request: Request): Promise<Response> {
  const session = await savedSession().catch(() => undefined)
  if (!session?.me || !session.isSignedIn) return await fetch(request)
  const cache = await caches.open(photoCacheOf(session.me.accountId))
  const cached = await cache.match(request)
  if (cached) return cached
  const response = await fetch(request)
  if (response.ok && response.headers.get('content-type')?.startsWith('image/'))
    await save(cache, request, response.clone())
  return response
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
