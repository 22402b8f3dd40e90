import type { Settings } from '#server/settings/environment.ts'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

const UNKNOWN = 'unknown'

/** The other end of the connection; there is none when a test calls the doors without a network. */
const socketAddressOf = (env: unknown) =>
  (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress

/**
 * Where a request came from, to count by. A whole /64 counts as one: that is what one IPv6 customer has.
 * Only a proxy that sets x-forwarded-for itself is believed, and only the entry that it added.
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
 * Turns away bodies that are too large. One whose length is declared, as every phone's is, is judged by that
 * alone: Node reads no
 * further than the length, and opening the body as a stream only to look at it costs as much as all the rest
 * of a request.
 */
export function limitBody(maxSize: number, onError: (c: Context) => Response): MiddlewareHandler {
  const measure = bodyLimit({ maxSize, onError })
  return async (c, next) => {
    const length = c.req.header('content-length')
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) return await measure(c, next)
    return Number(length) <= maxSize ? await next() : onError(c)
  }
}
