import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Bytes } from '#shared/kernel/bytes.ts'
import { openSigner } from '#server/core/keys/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { endingBytes, GRANT_MS, grantBytes } from '#shared/doors/grants.ts'
import { joinBytes } from '#shared/kernel/bytes.ts'
import { eq, gt, sql } from 'drizzle-orm'

type Context = Pick<CommandContext, 'tx' | 'now'>
/** The signed bytes that tell a station's lock which grants have ended. */
export interface SignedEnding { readonly station: number, readonly before: number, readonly message: Bytes }

/**
 * Signs a grant with which a kiosk's key opens its station's lock for a day. `issued` is later than every
 * ending before it and earlier than every ending after it.
 */
export async function makeGrant(
  { tx, now }: Context,
  { id, number }: Pick<Station, 'id' | 'number'>,
  kioskKey: Bytes,
) {
  const [drawn] = await tx
    .update(stations)
    .set({ grantedAt: latest(now) })
    .where(eq(stations.id, id))
    .returning({ issued: stations.grantedAt })
  const { issued } = drawn!
  const expires = Math.floor((issued + GRANT_MS) / 1000) * 1000
  const { keyId, sign } = await openSigner(tx, now)
  const signed = grantBytes({ keyId, station: number, kioskKey, issued, expires })
  return { grant: joinBytes(signed, sign(signed)), issued, expires }
}

/** Ends all grants of a station until now; its other kiosks fetch new ones. */
export async function endGrants(
  { tx, now }: Context,
  { id, number }: Pick<Station, 'id' | 'number'>,
): Promise<SignedEnding> {
  const before = sql`${latest(now)} + 1`
  const [drawn] = await tx
    .update(stations)
    .set({ grantedAt: before, grantsFrom: before })
    .where(eq(stations.id, id))
    .returning({ before: stations.grantsFrom })
  return await signEnding(tx, now, number, drawn!.before)
}

/** The endings of the last day, which locks may have missed; older grants have expired by themselves. */
export async function recentEndings(read: Reader, now: number): Promise<SignedEnding[]> {
  const ended = await read
    .select({ number: stations.number, before: stations.grantsFrom })
    .from(stations)
    .where(gt(stations.grantsFrom, now - GRANT_MS))
  return await Promise.all(
    ended.map(async ({ number, before }) => await signEnding(read, now, number, before)),
  )
}

async function signEnding(read: Reader, now: number, station: number, before: number): Promise<SignedEnding> {
  const { keyId, sign } = await openSigner(read, now)
  const signed = endingBytes({ keyId, station, before })
  return { station, before, message: joinBytes(signed, sign(signed)) }
}

/** Now, or the time of the last grant if the clock was put back since. */
const latest = (now: number) =>
  sql<number>`case when ${stations.grantedAt} > ${now} then ${stations.grantedAt} else ${now} end`
