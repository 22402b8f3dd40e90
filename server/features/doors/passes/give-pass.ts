import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Pass } from '#shared/doors/passes.ts'
import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import { findAccount } from '#server/core/identity/index.ts'
import { openSigner } from '#server/core/keys/index.ts'
import { expandKey } from '#shared/doors/device-key.ts'
import { PASS_MS, passBytes, passText } from '#shared/doors/passes.ts'
import { fromBase64Url, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, lte } from 'drizzle-orm'
import { passes } from '../tables.ts'
import { groupsNow } from './groups.ts'
import { holderOf, requireRegistered } from './holders.ts'
import { requireNotSuspended } from './suspensions.ts'

const ID_BYTES = 8

/**
 * Decides `stations.givePass`: signs a pass with which this device enters for a day, also without a network.
 */
export const givePass: Handler<'stations.givePass'> = async ({ deviceKey }, context) => {
  const { tx, actor, now } = context
  const account = await findAccount(tx, actor.accountId)
  assert(account, 'whoever sends a command has an account')
  requireRegistered(account)
  await requireNotSuspended(tx, account.id, now)
  const key = fromBase64Url(deviceKey)
  if (!key || !expandKey(key)) throw new Refused({ code: 'stations.passWrong' })

  const { keyId, sign } = await openSigner(tx, now)
  const issued = Math.floor(now / 1000) * 1000
  const pass: Pass = {
    keyId,
    holder: holderOf(account.id),
    groups: await groupsNow(tx, account, now),
    issued,
    expires: issued + PASS_MS,
    id: toHex(randomBytes(ID_BYTES)),
    deviceKey: key,
  }
  await savePass(context, pass)
  const signed = passBytes(pass)
  return { pass: passText(signed, sign(signed)), expires: pass.expires }
}

/** Replaces the device's last pass and deletes the person's expired ones. */
async function savePass(
  { tx, actor: { accountId }, now }: CommandContext,
  { id, holder, issued, expires, deviceKey: key }: Pass,
) {
  const deviceKey = toBase64Url(key)
  const times = { id, issuedAt: issued, expiresAt: expires }
  const renewed = await tx
    .update(passes)
    .set(times)
    .where(and(eq(passes.accountId, accountId), eq(passes.deviceKey, deviceKey)))
    .returning({ id: passes.id })
  if (renewed.length === 0) await tx.insert(passes).values({ ...times, holder, accountId, deviceKey })
  await tx.delete(passes).where(and(eq(passes.accountId, accountId), lte(passes.expiresAt, now)))
}
