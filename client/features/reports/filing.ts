import type { Draft, OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import type { ReportFields } from './reports.ts'
import { amending, areaToSend, sendable } from './reports.ts'

type Outbox = Pick<ReturnType<typeof useOutbox>, 'enqueue' | 'edit' | 'resend'>

/**
 * Turns a draft into a report that waits to be sent: saved with its photos, and the draft gone, or nothing
 * changed.
 */
export function fileDraft(
  outbox: Outbox,
  { id, kind, text, place, areaId, seenAt, photos }: Draft,
  registeredArea: string | null | undefined,
) {
  const fields = {
    kind: kind ?? ('other' as const),
    text,
    place,
    areaId: areaToSend({ place, areaId }, registeredArea),
  }
  const report: FileReport = {
    reportId: id,
    ...sendable(fields),
    seenAt,
    photos: photos.map(({ hash }) => hash),
  }
  return outbox.enqueue('reports.file', report, {
    photos: photos.map(({ hash, bytes }) => ({ hash, bytes })),
    draftId: id,
  })
}

/** 我也看到了: joins somebody's report, and the draft of one's own goes in the same breath. */
export const joinReport = (outbox: Outbox, reportId: string, draftId?: string) =>
  outbox.enqueue('reports.support', { reportId }, draftId ? { draftId } : {})

/**
 * Mends a report on the phone in place; when it has left meanwhile, the change follows it as a command of its
 * own.
 */
export async function mendWaiting(
  outbox: Outbox,
  item: Pick<OutboxItem, 'key' | 'envelope'>,
  report: FileReport,
  fields: ReportFields,
): Promise<void> {
  if (await outbox.edit(item, mended(report, fields))) return
  await outbox.enqueue('reports.amend', { reportId: report.reportId, ...amending(fields) })
}

/** Sends a report that came back once more, mended; false when another tab was quicker. */
export const mendReturned = (outbox: Outbox, key: number, report: FileReport, fields: ReportFields) =>
  outbox.resend(key, mended(report, fields))

function mended({ reportId, seenAt, photos }: FileReport, fields: ReportFields): FileReport {
  return { reportId, ...sendable(fields), seenAt, photos }
}
