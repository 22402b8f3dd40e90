import type { City, RequestScope } from '#server/city.ts'
import type { QueryName } from '#shared/queries.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { endOfSession } from '#server/core/identity/index.ts'
import { admitted } from '#server/sync/admitted.ts'
import { queries } from '#shared/queries.ts'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'

const HEARTBEAT_MS = 25_000
const STREAMS_PER_ACCOUNT_MAX = 6
/** Nudges within this time are sent together (ms), so that a busy city does not keep every radio awake. */
const GATHER_MS = 400
/** Sent at once: somebody stands at a door and waits. */
const urgent: readonly QueryName[] = ['stations.kiosk', 'stations.entry']

/**
 * The event stream: names of queries whose answers may have changed. It carries no data, so it can leak none.
 * It ends with its session: at once when somebody ends it, else when the session expires.
 */
export function buildEvents({ changes, database, clock }: City, heartbeatMs = HEARTBEAT_MS) {
  const open = new Map<string, number>()
  return new Hono<RequestScope>().get('/', async (c) => {
    const [actor, session] = [c.get('actor'), c.get('session')]
    if ((open.get(actor.accountId) ?? 0) >= STREAMS_PER_ACCOUNT_MAX)
      return c.json({ code: 'events.tooMany', message: '打开的页面太多了。' }, 429)

    c.header('x-accel-buffering', 'no')
    // Hono answers HEAD by the same route and drops the body: a stream would stay open with no reader.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
    return streamSSE(c, async (stream) => {
      open.set(actor.accountId, (open.get(actor.accountId) ?? 0) + 1)
      const gathered = new Set<QueryName>()
      const send = (names: readonly QueryName[]) => {
        if (!stream.aborted) void stream.writeSSE({ event: 'nudge', data: JSON.stringify(names) })
      }
      const sendGathered = () => {
        send([...gathered])
        gathered.clear()
      }
      let beat = new AbortController()
      const unsubscribe = changes.subscribe(({ to, names }) => {
        if (to !== '*' && to !== actor.accountId) return
        // `identity.me` is nudged when the session may have been ended.
        if (names.includes('identity.me')) beat.abort()
        // A post whose term has ended counts no more, also on an open stream.
        const mine = names.filter(name => admitted(queries[name], actor, clock()))
        const [now, soon] = [
          mine.filter(name => urgent.includes(name)),
          mine.filter(name => !urgent.includes(name)),
        ]
        if (now.length > 0) send(now)
        if (soon.length > 0 && gathered.size === 0) setTimeout(sendGathered, GATHER_MS)
        for (const name of soon) gathered.add(name)
      })
      const left = new AbortController()
      stream.onAbort(() => left.abort())
      try {
        await stream.writeSSE({ event: 'hello', data: '' })
        while (!left.signal.aborted) {
          beat = new AbortController()
          const end = await endOfSession(database, session.tokenHash, clock())
          if (end === undefined) break
          // Ends the wait when the page is gone or the session has to be checked again.
          const signal = AbortSignal.any([left.signal, beat.signal])
          await wait(Math.min(heartbeatMs, end - clock()), undefined, { signal }).catch(() => {})
          if (!left.signal.aborted) await stream.writeSSE({ event: 'beat', data: '' })
        }
      }
      finally {
        unsubscribe()
        const remaining = (open.get(actor.accountId) ?? 1) - 1
        if (remaining > 0) open.set(actor.accountId, remaining)
        else open.delete(actor.accountId)
      }
    })
  })
}
