import type { CommandContext } from '#server/sync/context.ts'
import type { Pass } from '#shared/proofs/passes.ts'
import { randomBytes } from 'node:crypto'
import { openSigner } from '#server/core/keys/index.ts'
import { fromBase64Url, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'
import { PASS_MS, passBytes, passText } from '#shared/proofs/passes.ts'
import { and, eq, lte } from 'drizzle-orm'
import { holderOf } from './held-passes.ts'
import { passes } from './tables.ts'

const ID_BYTES = 8

/**
 * Signs a pass for the actor's device, for a day. `deviceKey`: P-256 compressed, base64url; undefined when it
 * is no key. `groups`: the bits by which doors let its holder in.
 */
export async function givePass(
  context: CommandContext,
  deviceKey: string,
  groups: number,
): Promise<{ pass: string, expires: number } | undefined> {
  const { tx, actor, now } = context
  const key = fromBase64Url(deviceKey)
  if (!key || !expandKey(key)) return undefined
  const { keyId, sign } = await openSigner(tx, now)
  const issued = Math.floor(now / 1000) * 1000
  const pass: Pass = {
    keyId,
    holder: holderOf(actor.accountId),
    groups,
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
