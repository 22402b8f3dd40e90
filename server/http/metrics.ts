import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { metricsText } from '#server/metrics.ts'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'

/**
 * `/metrics`, for a request with METRICS_TOKEN; without a public address also for this machine itself. Where
 * there is one, a proxy on this machine may hand strangers' requests on as its own.
 */
export function buildMetrics({ metricsToken, publicUrl }: Pick<Settings, 'metricsToken' | 'publicUrl'>) {
  const isPublic = !isLoopback(new URL(publicUrl).hostname)
  return new Hono().get('/', async (c) => {
    if ((isPublic || !isFromHere(c)) && !hasToken(c, metricsToken))
      return c.json({ code: 'metrics.notForYou', message: '没有权限。' }, 403)
    return c.text(await metricsText())
  })
}

/** A proxy on this machine connects from loopback too, but sends x-forwarded-for. */
function isFromHere(c: Context): boolean {
  if (c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined) return false
  const { address = '' } = getConnInfo(c).remote
  return isLoopback(address)
}

const isLoopback = (host: string) =>
  host === 'localhost' || /^(?:\[?::1\]?|(?:::ffff:)?127\.[\d.]+)$/.test(host)

function hasToken(c: Context, token: string | undefined): boolean {
  if (token === undefined) return false
  const given = Buffer.from(c.req.header('authorization') ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
