import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Bytes } from '#shared/kernel/bytes.ts'
import { randomBytes } from 'node:crypto'
import { openSigner } from '#server/core/keys/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { UNLOCK_MS, unlockBytes, unlockMessage } from '#shared/doors/door-bytes.ts'
import { NONCE_BYTES } from '#shared/proofs/passes.ts'
import { eq, sql } from 'drizzle-orm'

/**
 * Signs one unlock for a station's lock, with a sequence above all before it, also under concurrency. It
 * follows the clock (s): the lock remembers the last one, and the database may come back from a backup.
 */
export async function makeUnlock(
  { tx, now }: Pick<CommandContext, 'tx' | 'now'>,
  { id, number }: Pick<Station, 'id' | 'number'>,
): Promise<{ sequence: number, message: Bytes }> {
  const clock = Math.floor(now / 1000)
  const last = stations.lockSequence
  const next = sql`case when ${last} < ${clock} then ${clock} else ${last} + 1 end`
  const [drawn] = await tx
    .update(stations)
    .set({ lockSequence: next })
    .where(eq(stations.id, id))
    .returning({ sequence: stations.lockSequence })
  const { keyId, sign } = await openSigner(tx, now)
  const { sequence } = drawn!
  const signed = unlockBytes({
    keyId,
    station: number,
    sequence,
    nonce: new Uint8Array(randomBytes(NONCE_BYTES)),
    expires: now + UNLOCK_MS,
  })
  return { sequence, message: unlockMessage(signed, sign(signed)) }
}
