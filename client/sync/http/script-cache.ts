const SCRIPT_CACHE = 'scripts'

/**
 * A script that few devices need, and so no other phone fetches: kept by those that have used it, in one
 * version.
 */
export async function serveScript(request: Request): Promise<Response> {
  const cache = await caches.open(SCRIPT_CACHE)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await keep(cache, request, response.clone())
  return response
}

async function keep(cache: Cache, request: Request, response: Response) {
  try {
    for (const older of await cache.keys()) await cache.delete(older)
    await cache.put(request, response)
  }
  catch {
    // A full phone keeps none.
  }
}
