import type { Settings } from '#server/settings/environment.ts'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

const UNKNOWN = 'unknown'

/** The peer of the connection; absent in tests that call the routes without a network. */
const socketAddressOf = (env: unknown) =>
  (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress

/**
 * The address a request is counted under. A whole /64 counts as one, since one IPv6 customer has that. Of
 * x-forwarded-for only the last entry is trusted, and only behind a proxy.
 */
export function addressOf(c: Context, { trustProxy }: Pick<Settings, 'trustProxy'>): string {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return networkOf(forwarded || socketAddressOf(c.env) || UNKNOWN)
}

function networkOf(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!mapped.includes(':')) return mapped
  const [head = '', tail] = mapped.split('::')
  const left = head.split(':').filter(group => group !== '')
  const right = tail?.split(':').filter(group => group !== '') ?? []
  const zeros = Array.from<string>({ length: Math.max(0, 8 - left.length - right.length) }).fill('0')
  const groups = tail === undefined ? left : [...left, ...zeros, ...right]
  return `${groups.slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

/**
 * Refuses bodies that are too large. Where Content-Length is given, it alone decides: Node reads no further,
 * and opening the body as a stream costs as much as the rest of the request.
 */
export function limitBody(maxSize: number, onError: (c: Context) => Response): MiddlewareHandler {
  const measure = bodyLimit({ maxSize, onError })
  return async (c, next) => {
    const length = c.req.header('content-length')
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) return await measure(c, next)
    return Number(length) <= maxSize ? await next() : onError(c)
  }
}
