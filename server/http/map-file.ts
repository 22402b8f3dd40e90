import type { RequestScope } from '#server/city.ts'
import type { MapFile } from '#server/settings/map-file.ts'
import type { Context } from 'hono'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'

interface Range { readonly first: number, readonly last: number }

/**
 * The one range (inclusive) that a header asks for. Several, or what is no range, count as none: the whole
 * file then answers, as RFC 9110 (14.2) allows. `outside`: it has no byte of the file.
 */
function rangeOf(header: string | undefined, bytes: number): Range | 'outside' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    return Number(last) === 0 ? 'outside' : { first: Math.max(0, bytes - Number(last)), last: bytes - 1 }
  }
  if (last !== '' && Number(last) < Number(first)) return undefined
  if (Number(first) >= bytes) return 'outside'
  return { first: Number(first), last: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
}

/**
 * Serves the city's map to everybody, in ranges: phones read only the tiles they show. Its name changes with
 * the file, so caches may keep all of it.
 */
export function buildMapFile(file: MapFile | undefined) {
  return new Hono<RequestScope>().get('/:name{[\\w-]+\\.pmtiles}', async c =>
    file && c.req.param('name') === `${file.name}.pmtiles` ? await serve(c, file) : c.notFound())
}

async function serve(c: Context, file: MapFile) {
  const etag = `"${file.name}"`
  const headers = {
    etag,
    'accept-ranges': 'bytes',
    'content-type': 'application/vnd.pmtiles',
    // A proxy that compressed a range would break it.
    'cache-control': 'public, max-age=31536000, immutable, no-transform',
  }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  const isSame = [undefined, etag].includes(c.req.header('if-range'))
  const range = isSame ? rangeOf(c.req.header('range'), file.bytes) : undefined
  if (range === 'outside') {
    // A proxy that kept this refusal would answer others with it.
    return c.body(null, 416, { 'cache-control': 'no-store', 'content-range': `bytes */${file.bytes}` })
  }

  const handle = await open(file.path, 'r').catch(() => undefined)
  const found = await handle?.stat()
  // A file that was replaced since the start has other bytes at these places; a restart gives it its name.
  if (!handle || found?.size !== file.bytes || found.mtimeMs !== file.changedMs) {
    await handle?.close()
    return c.notFound()
  }
  const { first, last } = range ?? { first: 0, last: file.bytes - 1 }
  const sized = {
    ...headers,
    'content-length': String(last - first + 1),
    ...(range && { 'content-range': `bytes ${first}-${last}/${file.bytes}` }),
  }
  const status = range ? 206 : 200
  if (c.req.method === 'HEAD') {
    await handle.close()
    return c.body(null, status, sized)
  }
  return c.body(
    Readable.toWeb(handle.createReadStream({ start: first, end: last })) as ReadableStream,
    status,
    sized,
  )
}
