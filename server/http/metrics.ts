import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { metricsText } from '#server/metrics.ts'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'

/** `/metrics`, for this machine itself or for a request with METRICS_TOKEN. */
export function buildMetrics({ metricsToken }: Pick<Settings, 'metricsToken'>) {
  return new Hono().get('/', async (c) => {
    if (!isFromHere(c) && !hasToken(c, metricsToken))
      return c.json({ code: 'metrics.notForYou', message: '没有权限。' }, 403)
    return c.text(await metricsText())
  })
}

/** A proxy on this machine connects from loopback too, but sends x-forwarded-for. */
function isFromHere(c: Context): boolean {
  if (c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined) return false
  const { address = '' } = getConnInfo(c).remote
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}

function hasToken(c: Context, token: string | undefined): boolean {
  if (token === undefined) return false
  const given = Buffer.from(c.req.header('authorization') ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
