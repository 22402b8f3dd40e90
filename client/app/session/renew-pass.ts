import type { Me } from '#shared/identity/schemas.ts'
import { onResume } from '#client/sync/browser/connectivity.ts'
import { sendNow } from '#client/sync/sending/send-now.ts'
import { dropPass, savedPass, savePass } from '#client/sync/store/passes.ts'
import { groupsOf } from '#shared/doors/rules.ts'
import { partsOf } from '#shared/identity/roles.ts'
import { makeDeviceKey } from './device-key.ts'
import { useSession } from './session.ts'

export { savedPass } from '#client/sync/store/passes.ts'
export type { SavedPass } from '#client/sync/store/schema.ts'

/** A pass is valid for a day: renewed this often, it still is for 19 hours after the network has gone. */
const RENEW_AFTER_MS = 4 * 3_600_000
const LOOK_EVERY_MS = 30 * 60_000

/** Fetches a pass for those who may have one, if theirs is missing or hours old. It stays if none comes. */
export async function renewPass(
  me: Pick<Me, 'accountId' | 'role' | 'posts' | 'registeredAt'>,
  now = Date.now(),
): Promise<void> {
  const { accountId, registeredAt } = me
  if (registeredAt === null || groupsOf(partsOf(me)) === 0) return
  const kept = await savedPass(accountId)
  if (kept && now >= kept.givenAt && now < kept.givenAt + RENEW_AFTER_MS) return
  const { privateKey, publicKey } = kept ?? await makeDeviceKey()
  const reply = await sendNow('stations.givePass', { deviceKey: publicKey })
  if (typeof reply !== 'object') return
  if (reply.status === 'refused') return await dropPass(accountId) // Suspended, or not registered any more.
  if (reply.status !== 'accepted' || useSession().accountId !== accountId) return
  const { pass, expires } = reply.result
  await savePass(accountId, { privateKey, publicKey, pass, expires, givenAt: now })
}

let renewing: Promise<void> | undefined

/** Renews the pass of whoever is signed in; once at a time. */
export function renewOwnPass(): Promise<void> {
  return renewing ??= (async () => {
    const { me, isSignedIn } = useSession()
    if (me && isSignedIn && navigator.onLine) await renewPass(me)
  })().finally(() => renewing = undefined)
}

/** Renews the pass from time to time while the app is open. */
export function startPassRenewal(): void {
  // Where the browser allows no storage, doors open with a network only.
  const look = () => void renewOwnPass().catch(() => {})
  onResume(look)
  setInterval(look, LOOK_EVERY_MS)
  look()
}
