import { ask } from '#client/sync/ask.ts'
import { sendNow } from '#client/sync/outbox.ts'

/** `absent`: this phone or this city has no push; the inbox works without it. */
export type PushState = 'absent' | 'blocked' | 'off' | 'on'

const manager = async () => (await navigator.serviceWorker.getRegistration())?.pushManager
const canPush = () =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const vapidKey = async () => (await ask('notices.pushKey', {}))?.vapidPublicKey ?? null

/** Whether notifications are on, on this phone. */
export async function pushState(): Promise<PushState> {
  const pushing = canPush() ? await manager() : undefined
  if (!pushing || await vapidKey() === null) return 'absent'
  if (Notification.permission === 'denied') return 'blocked'
  return await pushing.getSubscription() ? 'on' : 'off'
}

/** Turns notifications on; the phone asks for permission. Returns the state then, or 'unreachable'. */
export async function turnPushOn(): Promise<PushState | 'unreachable'> {
  const [pushing, key] = [await manager(), await vapidKey()]
  if (!pushing || key === null) return 'unreachable'
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked'
  const subscription = await pushing
    .subscribe({ userVisibleOnly: true, applicationServerKey: key })
    .catch(() => null)
  const { endpoint, keys } = subscription?.toJSON() ?? {}
  const { p256dh, auth } = keys ?? {}
  // No push service within reach, as on most Android phones in China.
  if (!endpoint || !p256dh || !auth) return 'unreachable'
  const reply = await sendNow('notices.subscribe', { endpoint, keys: { p256dh, auth } })
  if (typeof reply === 'object' && reply.status === 'accepted') return 'on'
  await subscription?.unsubscribe()
  return 'unreachable'
}

/**
 * Unsubscribes this phone, so that its next user reads nobody else's notices. The server learns of it when
 * the push service rejects the address.
 */
export async function endPush(): Promise<PushSubscription | undefined> {
  const subscription = canPush() ? await (await manager())?.getSubscription() : undefined
  await subscription?.unsubscribe()
  return subscription ?? undefined
}

/** Turns notifications off: on the phone first, then on the server if it can be reached. */
export async function turnPushOff(): Promise<PushState> {
  const subscription = await endPush()
  if (subscription) await sendNow('notices.unsubscribe', { endpoint: subscription.endpoint })
  return 'off'
}
