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
/** An ending, signed: the bytes for the lock of a station. */
export interface SignedEnding { readonly station: number, readonly before: number, readonly message: Bytes }

/**
 * Lets a tablet's key open its station's lock for a day. No ending made before or at the same time speaks of
 * it; every later one does.
 */
export async function makeGrant(
  { tx, now }: Context,
  { id, number }: Pick<Station, 'id' | 'number'>,
  tabletKey: Bytes,
) {
  const [drawn] = await tx
    .update(stations)
    .set({ grantedAt: latest(now) })
    .where(eq(stations.id, id))
    .returning({ issued: stations.grantedAt })
  const { issued } = drawn!
  const expires = Math.floor((issued + GRANT_MS) / 1000) * 1000
  const { keyId, sign } = await openSigner(tx, now)
  const signed = grantBytes({ keyId, station: number, tabletKey, issued, expires })
  return { grant: joinBytes(signed, sign(signed)), issued, expires }
}

/** Ends all grants of a station until now; its other tablets fetch themselves new ones. */
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

/**
 * What locks may not have heard yet; grants from before expire by themselves within a day, and then nobody
 * need hear of their end.
 */
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

/** Now, or when the last grant was made where the clock was put back since. */
const latest = (now: number) =>
  sql<number>`case when ${stations.grantedAt} > ${now} then ${stations.grantedAt} else ${now} end`
