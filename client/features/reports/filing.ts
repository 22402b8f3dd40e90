import type { FormSpec, Sentences } from '#client/app/forms/check-input.ts'
import type { Draft, DraftPhoto, OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import type { ReportFields } from './reports.ts'
import { requireInput } from '#client/app/forms/check-input.ts'
import { amending, areaToSend, PHOTOS_LOST, sendable } from './reports.ts'
import { datingPhoto } from './shots.ts'

type Outbox = Pick<ReturnType<typeof useOutbox>, 'enqueue' | 'edit' | 'resend'>

type Filing = Omit<Draft, 'areaId'> & Pick<ReportFields, 'areaId'>
const WRONG_PLACE = '照片的位置不对，请重新定位或选社区'

/** How far the phone's clock was off at the shutter; unknown for photos from the album. */
function clockOf(photos: readonly DraftPhoto[]): Pick<FileReport, 'seenClock'> {
  const { picked } = datingPhoto(photos) ?? {}
  return picked?.isShot && picked.clock ? { seenClock: picked.clock } : {}
}

const sentences: Sentences<FileReport> = {
  'photos': PHOTOS_LOST,
  'place.latitude': WRONG_PLACE,
  'place.longitude': WRONG_PLACE,
  'place.accuracy': WRONG_PLACE,
  'text': '说明太长了，请写短一些',
  'spot': '“在哪儿”太长了，请写短一些',
  'seenAt': '拍照的时间不对，请重新拍一张',
  'areaId': '请重新选社区',
}

/** What a draft files as, checked like every form. The photos come first: without one there is no report. */
const filingForm: FormSpec<'reports.file', Filing> = {
  command: 'reports.file',
  toInput: ({ id, kind, text, place, spot, areaId, seenAt, photos }) => ({
    reportId: id,
    ...sendable({ kind: kind ?? 'other', text, place, spot, areaId }),
    seenAt,
    ...clockOf(photos),
    photos: photos.map(({ hash }) => hash),
  }),
  sentences,
}

const mendingForm: FormSpec<'reports.file', FileReport> =
  { command: 'reports.file', toInput: report => report, sentences }

/**
 * Files a draft: the report is saved with its photos and the draft deleted, both or neither. Throws
 * InputProblem for what the server would call malformed; the draft stays then.
 */
export async function fileDraft(outbox: Outbox, draft: Draft, registeredArea: string | null | undefined) {
  const { id, place, areaId, photos } = draft
  const report = requireInput(filingForm, {
    ...draft,
    areaId: areaToSend({ place, areaId }, registeredArea),
  })
  return await outbox.enqueue('reports.file', report, {
    photos: photos.map(({ hash, bytes }) => ({ hash, bytes })),
    draftId: id,
  })
}

/** 我也看到了: supports somebody's report and deletes one's own draft, both or neither. */
export const joinReport = (outbox: Outbox, reportId: string, draftId?: string) =>
  outbox.enqueue('reports.support', { reportId }, draftId ? { draftId } : {})

/** Changes a waiting report in place, or by a second command if it was sent; throws as `fileDraft`. */
export async function mendWaiting(
  outbox: Outbox,
  item: Pick<OutboxItem, 'key' | 'envelope'>,
  report: FileReport,
  fields: ReportFields,
): Promise<void> {
  if (await outbox.edit(item, mended(report, fields))) return
  await outbox.enqueue('reports.amend', { reportId: report.reportId, ...amending(fields) })
}

/** Sends a returned report again, corrected; false when another tab was quicker. Throws as `fileDraft`. */
export const mendReturned = async (outbox: Outbox, key: number, report: FileReport, fields: ReportFields) =>
  await outbox.resend(key, mended(report, fields))

const mended = ({ reportId, seenAt, seenClock, photos }: FileReport, fields: ReportFields): FileReport =>
  requireInput(mendingForm, { reportId, ...sendable(fields), seenAt, ...seenClock && { seenClock }, photos })
