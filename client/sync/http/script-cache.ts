const SCRIPT_CACHE = 'scripts'
/** A script's name without the hash of its content. */
const nameOf = ({ url }: Request) => url.replace(/-[\w-]{8}(?=\.(?:js|css)$)/, '')

/**
 * Answers with a script that few devices need and that is not precached; only its newest version is cached.
 */
export async function serveScript(request: Request): Promise<Response> {
  const cache = await caches.open(SCRIPT_CACHE)
  const cached = await cache.match(request)
  if (cached) return cached
  const response = await fetch(request)
  if (response.ok) await save(cache, request, response.clone())
  return response
}

async function save(cache: Cache, request: Request, response: Response) {
  try {
    for (const older of await cache.keys()) {
      if (nameOf(older) === nameOf(request)) await cache.delete(older)
    }
    await cache.put(request, response)
  }
  catch {
    // The phone is full.
  }
}
