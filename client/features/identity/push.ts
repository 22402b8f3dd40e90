import { answerWithin } from '#client/patience.ts'
import { ask } from '#client/sync/ask.ts'
import { sendNow } from '#client/sync/outbox.ts'

/** `absent`: this phone or this city has no push; the inbox works without it. */
export type PushState = 'absent' | 'blocked' | 'off' | 'on'
/** Why notifications are not on: no push service within reach, or nobody answered the phone's question. */
export type PushProblem = 'unreachable' | 'unanswered'

/** How long to wait (ms): for the browser, for the person, and for the push service. */
const WAIT_MS = 5_000
const PERSON_WAIT_MS = 60_000
const SERVICE_WAIT_MS = 20_000

const manager = async () =>
  (await answerWithin(WAIT_MS, () => navigator.serviceWorker.getRegistration(), undefined))?.pushManager
const subscriptionOf = (pushing: PushManager) => answerWithin(WAIT_MS, () => pushing.getSubscription(), null)
const canPush = () =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const vapidKey = async () => (await ask('notices.pushKey', {}))?.vapidPublicKey ?? null

/** Whether notifications are on, on this phone. */
export async function pushState(): Promise<PushState> {
  const pushing = canPush() ? await manager() : undefined
  if (!pushing || await vapidKey() === null) return 'absent'
  if (Notification.permission === 'denied') return 'blocked'
  return await subscriptionOf(pushing) ? 'on' : 'off'
}

/** Turns notifications on; the phone asks for permission. Returns the state then, or why they are not on. */
export async function turnPushOn(): Promise<PushState | PushProblem> {
  const [pushing, key] = [await manager(), await vapidKey()]
  if (!pushing || key === null) return 'unreachable'
  const permission = await answerWithin(PERSON_WAIT_MS, () => Notification.requestPermission(), 'default')
  if (permission !== 'granted') return permission === 'denied' ? 'blocked' : 'unanswered'
  const subscription = await subscribe(pushing, key)
  const { endpoint, keys } = subscription?.toJSON() ?? {}
  const { p256dh, auth } = keys ?? {}
  // No push service within reach, as on most Android phones in China.
  if (!endpoint || !p256dh || !auth) return 'unreachable'
  const reply = await sendNow('notices.subscribe', { endpoint, keys: { p256dh, auth } })
  if (typeof reply === 'object' && reply.status === 'accepted') return 'on'
  await end(subscription)
  return 'unreachable'
}

/**
 * Subscribes with the push service. A subscription that arrives after the wait is ended again, because the
 * switch already shows “off”.
 */
async function subscribe(pushing: PushManager, applicationServerKey: string) {
  const subscribing = pushing.subscribe({ userVisibleOnly: true, applicationServerKey }).catch(() => null)
  const subscription = await answerWithin(SERVICE_WAIT_MS, () => subscribing, undefined)
  if (subscription === undefined) void subscribing.then(end)
  return subscription ?? null
}

const end = (subscription: PushSubscription | null) =>
  answerWithin(WAIT_MS, () => subscription?.unsubscribe(), undefined)

/**
 * Unsubscribes this phone, so that its next user reads nobody else's notices. The server learns of it when
 * the push service rejects the address.
 */
export async function endPush(): Promise<PushSubscription | undefined> {
  const pushing = canPush() ? await manager() : undefined
  const subscription = pushing ? await subscriptionOf(pushing) : null
  await end(subscription)
  return subscription ?? undefined
}

/** Turns notifications off: on the phone first, then on the server if it can be reached. */
export async function turnPushOff(): Promise<PushState> {
  const subscription = await endPush()
  if (subscription) await sendNow('notices.unsubscribe', { endpoint: subscription.endpoint })
  return 'off'
}
