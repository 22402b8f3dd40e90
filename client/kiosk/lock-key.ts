import type { SavedLockKey } from '#client/sync/store/schema.ts'
import { makeDeviceKey } from '#client/app/session/device-key.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { store } from '#client/sync/store/store.ts'
import { grantedUnlockBytes, KEY_OF_GRANT, TABLET_SEQUENCE_MIN } from '#shared/doors/grants.ts'
import { NONCE_BYTES, UNLOCK_MS, unlockBytes } from '#shared/doors/passes.ts'
import { fromBase64Url, joinBytes } from '#shared/kernel/bytes.ts'

/**
 * Fetches this tablet a grant when it has none that holds, or when half of its life is over. What it has
 * stays when nobody answers.
 */
export async function renewGrant(accountId: string, grantsFrom: number, now: number): Promise<void> {
  const kept = await (await store()).get('lockKeys', accountId)
  if (kept && kept.issued >= grantsFrom && now < (kept.issued + kept.expires) / 2) return
  const { privateKey, publicKey } = kept ?? await makeDeviceKey()
  const reply = await sendNow('stations.grantDoor', { deviceKey: publicKey })
  if (typeof reply !== 'object') return
  if (reply.status === 'refused') return await forgetLockKey(accountId) // It is paired no more.
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
 * One unlock for the station's lock, with the grant by which the lock believes it; undefined when this tablet
 * has none that holds. Its
 * number is on the disk before anybody sees it: no other will ever have it, whatever becomes of the power and
 * the clock.
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
        lastSequence: Math.max(before.lastSequence + 1, Math.floor(now), TABLET_SEQUENCE_MIN),
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
  return {
    sequence,
    message: joinBytes(
      signed,
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, signed)),
    ),
  }
}

/** Reads and writes in one step, so that a number drawn meanwhile is not drawn again. */
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

/** An unpaired tablet keeps nothing by which it opened anything. */
export async function forgetKeys(accountId: string): Promise<void> {
  await forgetLockKey(accountId)
  await (await store()).delete('doorKeys', accountId)
}
