import type { Draft, OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import type { ReportFields } from './reports.ts'
import { amending, areaToSend, sendable } from './reports.ts'

type Outbox = Pick<ReturnType<typeof useOutbox>, 'enqueue' | 'edit' | 'resend'>

/** Files a draft: the report is saved with its photos and the draft deleted, both or neither. */
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

/** 我也看到了: supports somebody's report and deletes one's own draft, both or neither. */
export const joinReport = (outbox: Outbox, reportId: string, draftId?: string) =>
  outbox.enqueue('reports.support', { reportId }, draftId ? { draftId } : {})

/** Changes a waiting report in place, or by a second command if it was sent meanwhile. */
export async function mendWaiting(
  outbox: Outbox,
  item: Pick<OutboxItem, 'key' | 'envelope'>,
  report: FileReport,
  fields: ReportFields,
): Promise<void> {
  if (await outbox.edit(item, mended(report, fields))) return
  await outbox.enqueue('reports.amend', { reportId: report.reportId, ...amending(fields) })
}

/** Sends a returned report again, corrected; false when another tab was quicker. */
export const mendReturned = (outbox: Outbox, key: number, report: FileReport, fields: ReportFields) =>
  outbox.resend(key, mended(report, fields))

function mended({ reportId, seenAt, photos }: FileReport, fields: ReportFields): FileReport {
  return { reportId, ...sendable(fields), seenAt, photos }
}
