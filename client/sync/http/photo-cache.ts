import { PHOTO_CACHE } from '../store/quota.ts'

const PHOTOS_MAX = 150

/** A photo from this phone if it has been seen before, else from the server; the oldest make room. */
export async function servePhoto(request: Request): Promise<Response> {
  const cache = await caches.open(PHOTO_CACHE)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok && response.headers.get('content-type')?.startsWith('image/'))
    await keep(cache, request, response.clone())
  return response
}

async function keep(cache: Cache, request: Request, response: Response) {
  try {
    await cache.put(request, response)
    const kept = await cache.keys()
    for (const oldest of kept.slice(0, Math.max(0, kept.length - PHOTOS_MAX))) await cache.delete(oldest)
  }
  catch {
    // A full phone keeps none.
  }
}
