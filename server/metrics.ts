import type { Reply } from '#shared/sync/protocol.ts'
import { isCommandName } from '#shared/commands.ts'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

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
const durations = new Histogram({
  name: 'bee_http_request_duration_seconds',
  help: 'How long requests took, and how many there were',
  labelNames: ['method', 'status', 'route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  registers: [registry],
})

/** The answer to one request; `route` is a pattern of ours, which bounds the number of series. */
export interface Answered {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
}
/** By route, method and status. */
const answered = new Map<string, Map<string, Map<number, Histogram.Internal<string>>>>()
/** By name and status. */
const decided = new Map<string, Map<Reply['status'], Counter.Internal>>()

/**
 * What a map has under a key, made where it has nothing. Series are found by maps of maps: looking one up by
 * its labels, or by a key made of them, costs more than counting.
 */
function within<Key, Value>(map: Map<Key, Value>, key: Key, make: () => NoInfer<Value>): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** Counts requests by method, route and status, and how long they took. */
export function countRequest({ method, route, status, ms }: Answered): void {
  const ofMethod = within(within(answered, route, () => new Map()), method, () => new Map())
  const series = within(ofMethod, status, () => durations.labels({ method, route, status: String(status) }))
  series.observe(ms / 1000)
}

/** Counts a decided command. An unknown name is the phone's own text and must not become a series. */
export function countDecision(name: string, status: Reply['status']): void {
  const known = isCommandName(name) ? name : 'unknown'
  const ofName = within(decided, known, () => new Map())
  within(ofName, status, () => decisions.labels({ name: known, status })).inc()
}

/** How many invariants of the points the nightly check found broken. */
export const showBrokenPoints = (count: number): void => brokenPoints.set(count)

/** All metrics as Prometheus reads them, the process's own among them. */
export async function metricsText(): Promise<string> {
  if (!registry.getSingleMetric('process_cpu_user_seconds_total'))
    collectDefaultMetrics({ register: registry })
  return await registry.metrics()
}
