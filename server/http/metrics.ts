import type { Settings } from '#server/environment.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { isCommandName } from '#shared/commands.ts'
import { getConnInfo } from '@hono/node-server/conninfo'
import { prometheus } from '@hono/prometheus'
import { Hono } from 'hono'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

const registry = new Registry()
const decisions = new Counter({
  name: 'bee_commands_total',
  help: 'Commands by name and what was decided',
  labelNames: ['name', 'status'],
  registers: [registry],
})
const brokenPoints = new Gauge({
  name: 'bee_points_broken',
  help: 'Invariants of the points that did not hold when they were last checked',
  registers: [registry],
})
const { printMetrics, registerMetrics } = prometheus({ registry, prefix: 'bee_' })

/** Counts requests by method, route and status, and how long they took. */
export const countRequests = registerMetrics

/** One command decided. A name we don't know is the phone's own text, and must not become a series. */
export function countDecision(name: string, status: Reply['status']): void {
  decisions.inc({ name: isCommandName(name) ? name : 'unknown', status })
}

/** How many invariants of the points the nightly check found broken. */
export const showBrokenPoints = (count: number): void => brokenPoints.set(count)

/** `/metrics`, for this machine itself or whoever brings METRICS_TOKEN. */
export function buildMetrics({ metricsToken }: Pick<Settings, 'metricsToken'>) {
  if (!registry.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics({ register: registry })
  return new Hono().get('/', (c) => {
    if (!isFromHere(c) && !hasToken(c, metricsToken)) return c.json({ code: 'metrics.notForYou', message: '没有权限。' }, 403)
    return printMetrics(c)
  })
}

/** A proxy beside us speaks from loopback too, but says for whom. */
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
