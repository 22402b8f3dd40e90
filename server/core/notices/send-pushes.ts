import type { Database } from '#server/database/database.ts'
import type { PushSettings } from '#server/settings/push.ts'
import type { Logger } from 'pino'
import type { Reach, Subscription } from './call-push-service.ts'
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { callPushService } from './call-push-service.ts'
import { isForItsReader } from './posts.ts'
import { notices, pushSubscriptions } from './tables.ts'

const NOTICES_A_ROUND = 200
const STALE_AFTER_MS = 3_600_000
const AT_ONCE = 8
/** The status of a push service for a subscription that is gone for good. */
const gone = [404, 410]

type Waiting = Pick<typeof notices.$inferSelect, 'id' | 'accountId' | 'kind' | 'number'>
interface Delivery { subscription: Subscription, id: string, number: number | null, isUrgent: boolean }

/**
 * Pushes the notices not yet tried, each at most once even when several processes run. The message names only
 * the report, since it passes through other servers and shows on a locked screen. Returns how many messages
 * were taken; refusals are logged once a round for each service and reason.
 */
export async function sendPushes(
  { database, log }: { database: Database, log: Logger },
  settings: PushSettings,
  now: number,
  reach: Reach = 'public',
): Promise<number> {
  const waiting = await claim(database, now)
  if (waiting.length === 0) return 0
  const deliveries = await deliveriesOf(database, waiting)
  const failures = new Map<string, Failure>()
  let taken = 0
  for (let from = 0; from < deliveries.length; from += AT_ONCE) {
    const outcomes = await Promise.all(
      deliveries.slice(from, from + AT_ONCE).map(delivery => deliver(database, settings, delivery, reach)),
    )
    for (const outcome of outcomes) {
      if (outcome === 'taken') taken++
      else if (outcome !== 'gone') count(failures, outcome)
    }
  }
  for (const failure of failures.values()) log.warn(failure, 'a push service took no message')
  return taken
}

/** Marks the waiting notices as tried before any is sent, so that no other process sends them. */
async function claim(database: Database, now: number): Promise<Waiting[]> {
  const { id, accountId, kind, number } = notices
  const isWaiting = and(isNull(notices.pushedAt), gt(notices.at, now - STALE_AFTER_MS), isForItsReader(now))
  const found = await database.read
    .select({ id: notices.id })
    .from(notices)
    .where(isWaiting)
    .orderBy(asc(notices.at))
    .limit(NOTICES_A_ROUND)
  if (found.length === 0) return []
  return await database.transact(
    async tx =>
      await tx
        .update(notices)
        .set({ pushedAt: now })
        .where(
          and(
            inArray(
              notices.id,
              found.map(({ id }) => id),
            ),
            isNull(notices.pushedAt),
          ),
        )
        .returning({ id, accountId, kind, number }),
  )
}

/** One delivery for each browser and report, however many notices it has; others come singly. */
async function deliveriesOf({ read }: Database, waiting: Waiting[]): Promise<Delivery[]> {
  const subscriptions = await read
    .select()
    .from(pushSubscriptions)
    .where(inArray(pushSubscriptions.accountId, [...new Set(waiting.map(({ accountId }) => accountId))]))
  const deliveries = new Map<string, Delivery>()
  for (const subscription of subscriptions) {
    const own = waiting.filter(({ accountId }) => accountId === subscription.accountId)
    for (const { id, kind, number } of own) {
      const key = `${subscription.id} ${number ?? id}`
      const isUrgent = kind === 'reports.urgent' || (deliveries.get(key)?.isUrgent ?? false)
      deliveries.set(key, { subscription, id, number, isUrgent })
    }
  }
  return [...deliveries.values()]
}

/**
 * Why a service refused messages, and how many. Only the host of the endpoint: the rest would let others push
 * to the phone.
 */
interface Failure { service: string, reason: string, messages: number }

function count(failures: Map<string, Failure>, { service, reason }: Omit<Failure, 'messages'>) {
  const key = `${service} ${reason}`
  failures.set(key, { service, reason, messages: (failures.get(key)?.messages ?? 0) + 1 })
}

async function deliver(
  database: Database,
  settings: PushSettings,
  { subscription, id, number, isUrgent }: Delivery,
  reach: Reach,
): Promise<'taken' | 'gone' | Omit<Failure, 'messages'>> {
  const message = {
    title: '小蜜蜂',
    body: number === null ? '你有一条新消息' : `上报 #${number} 有新消息`,
    url: '/notices',
    tag: id,
  }
  const service = new URL(subscription.endpoint).host
  // A push may fail: the notice is in the inbox.
  const answered = await callPushService(settings, subscription, message, isUrgent, reach).catch(
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )
  if (typeof answered === 'string') return { service, reason: answered }
  if (answered >= 200 && answered < 300) return 'taken'
  if (!gone.includes(answered)) return { service, reason: `answered ${answered}` }
  await database.transact(
    async tx =>
      void (await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, subscription.endpoint))),
  )
  return 'gone'
}
