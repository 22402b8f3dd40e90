import type { Encoding } from './compress.ts'
import type { AppSettings } from './headers.ts'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { getMimeType } from 'hono/utils/mime'
import { getPath } from 'hono/utils/url'
import { encodings, encodingsFor } from './compress.ts'
import { headersOf } from './headers.ts'

const ENCODINGS_REMEMBERED_MAX = 500
const PAGE = '/index.html'
const suffixes: Record<Encoding, string> = { br: '.br', gzip: '.gz' }
/**
 * Paths that never get the app's page: an unknown address below them is an error, whatever the browser
 * accepts.
 */
const notPages = /^\/(?:api|assets|health|metrics|open311)(?:\/|$)|\.[a-z0-9]+$/

const isNavigation = (path: string, accept: string | null) =>
  accept !== null && accept.includes('text/html') && !notPages.test(path)

const typeOf = (path: string) =>
  path.endsWith('.webmanifest')
    ? 'application/manifest+json'
    : (getMimeType(path) ?? 'application/octet-stream')

/** Names under /assets carry a hash of their content; other files may change under their name. */
const cachingOf = (path: string) =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'

interface Variant {
  body: Uint8Array<ArrayBuffer>
  tag: string
  headers: Record<string, string>
  unchanged: Record<string, string>
}
type ClientFile = { plain: Variant } & Partial<Record<Encoding, Variant>>

export interface ClientFiles {
  /** How many files were found; 0 before the first build. */
  readonly size: number
  /** A file of the app, or its page for a navigation; undefined when the address is not one of the app. */
  readonly answer: (request: Request) => Response | undefined
}

/**
 * Reads the built app into memory, with the compressed files that the build made, so that a request neither
 * reads nor compresses.
 */
export function openClientFiles(folder: string, settings: AppSettings): ClientFiles {
  const files = readFiles(folder, settings)
  const page = files.get(PAGE)
  if (page) files.set('/', page)
  const choices = new Map<string, Encoding[]>()

  function choicesFor(header: string): Encoding[] {
    const known = choices.get(header)
    if (known) return known
    const chosen = encodingsFor(header)
    if (choices.size < ENCODINGS_REMEMBERED_MAX) choices.set(header, chosen)
    return chosen
  }

  function variantOf(file: ClientFile, header: string | null): Variant {
    for (const encoding of header === null ? [] : choicesFor(header)) {
      const variant = file[encoding]
      if (variant) return variant
    }
    return file.plain
  }

  return {
    size: files.size,
    answer: (request) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
      const path = getPath(request)
      const { headers } = request
      const file = files.get(path) ?? (isNavigation(path, headers.get('accept')) ? page : undefined)
      if (!file) return undefined
      const variant = variantOf(file, headers.get('accept-encoding'))
      if (isKnown(variant.tag, headers.get('if-none-match')))
        return new Response(null, { status: 304, headers: variant.unchanged })
      return new Response(request.method === 'HEAD' ? null : variant.body, { headers: variant.headers })
    },
  }
}

function isKnown(tag: string, known: string | null): boolean {
  if (known === null) return false
  return (
    known === tag || known === '*' || known.split(',').some(one => one.trim().replace(/^W\//, '') === tag)
  )
}

function readFiles(folder: string, settings: AppSettings): Map<string, ClientFile> {
  const names = namesIn(folder)
  const html = names.has(PAGE) ? readFileSync(join(folder, PAGE), 'utf8') : ''
  const common = headersOf(settings, html)
  const files = new Map<string, ClientFile>()
  for (const path of names) {
    if (/\.(?:br|gz)$/.test(path)) continue
    const shared = {
      ...common,
      'content-type': typeOf(path),
      'cache-control': cachingOf(path),
      'vary': 'accept-encoding',
    }
    const file: ClientFile = { plain: variant(readFileSync(join(folder, path)), shared) }
    for (const encoding of encodings) {
      const neighbour = path + suffixes[encoding]
      if (names.has(neighbour))
        file[encoding] = variant(readFileSync(join(folder, neighbour)), shared, encoding)
    }
    files.set(path, file)
  }
  return files
}

function variant(bytes: Buffer<ArrayBuffer>, shared: Record<string, string>, encoding?: Encoding): Variant {
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const unchanged = { ...shared, etag: tag }
  return {
    body: bytes,
    tag,
    unchanged,
    headers: {
      ...unchanged,
      'content-length': String(bytes.length),
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  }
}

function namesIn(folder: string): Set<string> {
  try {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry =>
      entry.isFile(),
    )
    return new Set(
      found.map(entry => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`),
    )
  }
  catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}
