import type { RequestScope } from '#server/city.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import type { ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import { originOf } from '#server/settings/kiosks.ts'
import { MARKER } from '#shared/sync/marker.ts'

/** The settings that decide the headers of the app's files. */
export type AppSettings = Pick<Settings, 'publicUrl'> & Partial<Pick<Settings, 'tiles' | 'locks'>>

const YEAR_S = 365 * 24 * 3600
const inlineBlocks = /<(style|script)(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/\1>/g

const onlySecure = (publicUrl: string): Record<string, string> =>
  publicUrl.startsWith('https:') ? { 'strict-transport-security': `max-age=${YEAR_S}` } : {}

/** The policy for data: opened as a page, it may load, run and frame nothing. */
const doorHeadersOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>) => ({
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  ...onlySecure(publicUrl),
})

/**
 * The Content-Security-Policy of the app's files. `html` is its page: inline styles and scripts are allowed
 * by their hashes.
 */
export function headersOf({ publicUrl, tiles, locks }: AppSettings, html = ''): Record<string, string> {
  const isSecure = publicUrl.startsWith('https:')
  return {
    'content-security-policy': policyFor(html, isSecure, {
      pictures: tiles && new URL(tiles.url).origin,
      locks: locks?.driver === 'mqtt' ? locks.kiosk && originOf(locks.kiosk) : undefined,
    }),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'permissions-policy':
      'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...onlySecure(publicUrl),
  }
}

/**
 * Sets a header unless the route has set it. On a real connection it goes straight to Node: passing a dozen
 * headers through the answer's Headers cost more time than finding the session.
 */
function setHeader(c: Context, name: string, value: string): void {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse }
  if (outgoing) outgoing.setHeader(name, value)
  else c.header(name, value)
}

/**
 * Sets the headers of data. Answers are personal, so no cache may store them unless the route allows it.
 */
export function headersFor(settings: Pick<Settings, 'publicUrl'>): (c: Context<RequestScope>) => void {
  const headers = Object.entries(doorHeadersOf(settings))
  return (c) => {
    for (const [name, value] of headers) setHeader(c, name, value)
    if (c.req.path.startsWith('/api/')) setHeader(c, MARKER, '1')
    setHeader(c, 'x-request-id', c.get('requestId'))
  }
}

function policyFor(
  html: string,
  isSecure: boolean,
  origins: { pictures: string | undefined, locks: string | undefined },
): string {
  const hashes = { style: '', script: '' }
  for (const [, kind, content] of html.matchAll(inlineBlocks)) {
    hashes[kind as 'style' | 'script']
      += ` 'sha256-${createHash('sha256').update(content!).digest('base64')}'`
  }
  return [
    `default-src 'self'`,
    // The scanner is compiled to WebAssembly; scripts from strings stay forbidden.
    `script-src 'self' 'wasm-unsafe-eval'${hashes.script}`,
    `style-src 'self'${hashes.style}`,
    // Photos on the phone, blurred previews, and map tiles where there are any.
    `img-src 'self' blob: data: ${origins.pictures ?? ''}`.trimEnd(),
    // A kiosk connects to its own station's lock. The app is one page, so the policy allows every station's.
    `connect-src 'self' ${origins.locks ?? ''}`.trimEnd(),
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
