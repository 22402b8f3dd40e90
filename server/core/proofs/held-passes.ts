import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Corrected } from '#server/sync/phone-clock.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import type { Pass } from '#shared/proofs/passes.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import type { Shown } from './codes.ts'
import { createPublicKey, verify } from 'node:crypto'
import { findAccount } from '#server/core/identity/index.ts'
import { isSigned, keyedHash } from '#server/core/keys/index.ts'
import { toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'
import { readHeldPass } from '#shared/proofs/held-passes.ts'
import { heldPassTrouble } from '#shared/proofs/judging.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { passes } from './tables.ts'

/** The account that held a pass out, and when. */
export interface ShownPass extends Shown { readonly account: Account }

/**
 * Judges a pass that one phone held out and another scanned (`seen`: when, corrected by our clock). Refuses
 * one that is forged, for something else or out of time, or whose holder's account was disabled or deleted.
 */
export async function judgeHeldPass(
  read: Reader,
  text: string,
  bound: Bound,
  seen: Corrected,
): Promise<ShownPass> {
  const held = readHeldPass(text)
  if (!held || !(await isHeldOut(read, held.message.pass, held.signed, held.signature)))
    throw new Refused({ code: 'proofs.passWrong' })
  const trouble = heldPassTrouble(held.message, bound, seen.at)
  if (trouble) throw new Refused(trouble)
  const shownAt = held.message.time
  return {
    account: await requireHolder(read, held.message.pass.message.holder, shownAt),
    shownAt,
    isClockDoubtful: seen.isDoubtful,
  }
}

/** True when we signed the pass, and the device that it names signed `over`. */
export const isHeldOut = async (
  read: Reader,
  { message: { keyId, deviceKey }, signed, signature }: Read<Pass>,
  over: Uint8Array,
  byDevice: Uint8Array,
): Promise<boolean> =>
  (await isSigned(read, keyId, signed, signature)) && isByDevice(deviceKey, over, byDevice)

function isByDevice(deviceKey: Uint8Array, over: Uint8Array, signature: Uint8Array): boolean {
  const raw = expandKey(deviceKey)
  if (!raw) return false
  const key = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: toBase64Url(raw.subarray(1, 33)), y: toBase64Url(raw.subarray(33)) },
    format: 'jwk',
  })
  return verify('sha256', over, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/**
 * The holder's account, refused if it was disabled or deleted at `shownAt`. One disabled later still counts,
 * since the scan may arrive late.
 */
async function requireHolder(read: Reader, holder: string, shownAt: number): Promise<Account> {
  const accountId = await accountOfHolder(read, holder)
  const account = accountId === undefined ? undefined : await findAccount(read, accountId)
  const { disabledAt = null, deletedAt = null } = account ?? {}
  const isRevoked = deletedAt !== null || (disabledAt !== null && disabledAt <= shownAt)
  if (!account || isRevoked) throw new Refused({ code: 'proofs.passWrong' })
  return account
}

const HOLDER_BYTES = 8

/** The name of somebody in passes and on kiosks: a keyed hash of their account's id, in hexadecimal. */
export const holderOf = (accountId: string): string =>
  toHex(keyedHash('pass holders', accountId).subarray(0, HOLDER_BYTES))

/** The account of a holder; undefined where no such pass was given. */
export async function accountOfHolder(read: Reader, holder: string): Promise<string | undefined> {
  const [pass] = await read
    .select({ accountId: passes.accountId })
    .from(passes)
    .where(eq(passes.holder, holder))
    .limit(1)
  return pass?.accountId
}
