import type { CommandHandlers } from '#server/sync/context.ts'
import { entries, noteFailure, noteSuccess } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNotNull, isNull, or } from 'drizzle-orm'
import { tellEntry } from './add-entry.ts'
import { findEntry } from './find-entry.ts'
import { resumeVisit, unsayVisit } from './visits.ts'

/** The lock has answered, or has not in time. One that opened late has opened; nothing unsays that. */
export const noteUnlock: CommandHandlers['stations.noteUnlock'] = async ({ entryId, isOpen }, context) => {
  const { tx } = context
  const found = await findEntry(tx, entryId)
  if (!found) throw new Refused({ code: 'stations.visitUnknown' })
  const isNews = or(isNull(entries.isOpen), isOpen ? eq(entries.isOpen, false) : undefined)
  const told = await tx
    .update(entries)
    .set({ isOpen })
    .where(and(eq(entries.id, entryId), isNotNull(entries.askedAt), isNews))
    .returning({ id: entries.id })
  if (told.length === 0) return
  const { id: visitId, stationId, accountId } = found.visit
  await (isOpen ? resumeVisit : unsayVisit)(tx, visitId)
  if (isOpen) await noteSuccess(context, stationId)
  else if (accountId !== null) await noteFailure(context, stationId, accountId, found.entry.occurredAt)
  await tellEntry(context, stationId, accountId)
}
