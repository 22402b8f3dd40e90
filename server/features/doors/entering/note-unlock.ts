import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { entries, noteFailure, noteSuccess } from '#server/core/stations/index.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { PATIENCE_MS } from '../locks/driver.ts'
import { findEntry, nudgeEntry } from './entries.ts'
import { cancelVisit, resumeVisit } from './visits.ts'

/** By then the server that sent an unlock has noted how it ended, unless it died meanwhile (ms). */
const ANSWERED_MS = UNLOCK_MS + PATIENCE_MS

/** Decides `stations.noteUnlock`: the lock has answered, or has not in time. An open door stays open. */
export const noteUnlock: Handler<'stations.noteUnlock'> = async ({ entryId, isOpen }, context) => {
  const { tx } = context
  const found = await findEntry(tx, entryId)
  if (!found) throw new Refused({ code: 'stations.visitUnknown' })
  const isNews = or(isNull(entries.isOpen), isOpen ? eq(entries.isOpen, false) : undefined)
  const noted = await tx
    .update(entries)
    .set({ isOpen })
    .where(and(eq(entries.id, entryId), isNotNull(entries.askedAt), isNews))
    .returning({ id: entries.id })
  if (noted.length === 0) return
  const { id: visitId, stationId, accountId } = found.visit
  await (isOpen ? resumeVisit : cancelVisit)(tx, visitId)
  if (isOpen) await noteSuccess(context, stationId)
  else if (accountId !== null) await noteFailure(context, stationId, accountId, found.entry.occurredAt)
  await nudgeEntry(context, stationId, accountId)
}

/** Ids of the entries whose unlock nobody will answer for any more, the oldest first. */
export async function unansweredEntries(read: Reader, now: number): Promise<string[]> {
  const isUnanswered = and(
    isNull(entries.isOpen),
    isNotNull(entries.askedAt),
    lt(entries.askedAt, now - ANSWERED_MS),
  )
  const rows = await read
    .select({ id: entries.id })
    .from(entries)
    .where(isUnanswered)
    .orderBy(asc(entries.askedAt))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
