import type { Settings } from '#server/environment.ts'
import type { MiddlewareHandler } from 'hono'
import { createHash } from 'node:crypto'

const YEAR_S = 365 * 24 * 3600
const inlineBlocks = /<(style|script)(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/\1>/g

/** What every answer tells the browser to forbid. `html` is the app's page: its inline styles and scripts are allowed by their hashes. */
export function headersOf({ publicUrl }: Pick<Settings, 'publicUrl'>, html = ''): Record<string, string> {
  const isSecure = publicUrl.startsWith('https:')
  return {
    'content-security-policy': policyFor(html, isSecure),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isSecure ? { 'strict-transport-security': `max-age=${YEAR_S}` } : {}),
  }
}

/** Puts them on whatever the doors answer. What they answer is somebody's own: nothing between keeps it unless the door says so. */
export function sendHeaders(settings: Pick<Settings, 'publicUrl'>): MiddlewareHandler {
  const headers = Object.entries({ ...headersOf(settings), 'cache-control': 'no-store' })
  return async (c, next) => {
    // Before the door, so that one with a header of its own, such as the photos' stricter policy, has the last word.
    for (const [name, value] of headers) c.header(name, value)
    await next()
  }
}

function policyFor(html: string, isSecure: boolean): string {
  const hashes = { style: '', script: '' }
  for (const [, kind, content] of html.matchAll(inlineBlocks))
    hashes[kind as 'style' | 'script'] += ` 'sha256-${createHash('sha256').update(content!).digest('base64')}'`
  return [
    `default-src 'self'`,
    `script-src 'self'${hashes.script}`,
    `style-src 'self'${hashes.style}`,
    `img-src 'self' blob: data:`, // Photos still on the phone, and blurred previews.
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
