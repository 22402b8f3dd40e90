import type { SavedLockKey } from '#client/sync/store/schema.ts'
import { signByDevice } from '#client/app/device/signature.ts'
import { makeDeviceKey } from '#client/app/session/device-key.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { store } from '#client/sync/store/store.ts'
import { UNLOCK_MS, unlockBytes } from '#shared/doors/door-bytes.ts'
import { grantedUnlockBytes, KEY_OF_GRANT, KIOSK_SEQUENCE_MIN } from '#shared/doors/grants.ts'
import { fromBase64Url, joinBytes } from '#shared/kernel/bytes.ts'
import { NONCE_BYTES } from '#shared/proofs/passes.ts'

/** Fetches a new grant when this kiosk has none that is valid, or when half of its life is over. */
export async function renewGrant(accountId: string, grantsFrom: number, now: number): Promise<void> {
  const saved = await (await store()).get('lockKeys', accountId)
  if (saved && saved.issued >= grantsFrom && now < (saved.issued + saved.expires) / 2) return
  const { privateKey, publicKey } = saved ?? await makeDeviceKey()
  const reply = await sendNow('stations.grantDoor', { deviceKey: publicKey })
  if (typeof reply !== 'object') return
  if (reply.status === 'refused') return await forgetLockKey(accountId) // The kiosk was unpaired.
  if (reply.status !== 'accepted') return
  const granted = reply.result
  await changeLockKey(accountId, before => ({
    privateKey,
    publicKey,
    lastSequence: before?.lastSequence ?? 0,
    ...granted,
  }))
}

/**
 * Signs one unlock for the station's lock; undefined without a valid grant. Its sequence number is on the
 * disk before it is used, so that no other unlock ever has it, whatever happens to power and clock.
 */
export async function signUnlock(
  accountId: string,
  { station, grantsFrom }: { station: number, grantsFrom: number },
  now: number,
): Promise<{ sequence: number, message: Uint8Array } | undefined> {
  const numbered = await changeLockKey(
    accountId,
    before =>
      before && {
        ...before,
        lastSequence: Math.max(before.lastSequence + 1, Math.floor(now), KIOSK_SEQUENCE_MIN),
      },
  )
  if (!numbered || now >= numbered.expires || numbered.issued < grantsFrom) return undefined
  const { privateKey, lastSequence: sequence } = numbered
  const unlock = unlockBytes({
    keyId: KEY_OF_GRANT,
    station,
    sequence,
    nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
    expires: now + UNLOCK_MS,
  })
  const signed = grantedUnlockBytes(fromBase64Url(numbered.grant)!, unlock)
  return { sequence, message: joinBytes(signed, await signByDevice(privateKey, signed)) }
}

/** Reads and writes in one transaction, so that no sequence number is used twice. */
async function changeLockKey(
  accountId: string,
  change: (before: SavedLockKey | undefined) => SavedLockKey | undefined,
): Promise<SavedLockKey | undefined> {
  const tx = (await store()).transaction('lockKeys', 'readwrite', { durability: 'strict' })
  const changed = change(await tx.store.get(accountId))
  if (changed) void tx.store.put(changed, accountId)
  await tx.done
  return changed
}

const forgetLockKey = async (accountId: string): Promise<void> =>
  await (await store()).delete('lockKeys', accountId)

/** Deletes the keys of a kiosk that was unpaired. */
export async function forgetKeys(accountId: string): Promise<void> {
  await forgetLockKey(accountId)
  await (await store()).delete('doorKeys', accountId)
}
