import type { Handler } from '#server/sync/context.ts'
import { accountFor } from '#server/core/identity/index.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { uuidv7 } from 'uuidv7'
import { areaOf, requireInCity } from './area-of.ts'
import { addPhotos, newReport } from './file-report.ts'
import { deskLists, notifyAbout } from './notify-about.ts'
import { reports } from './tables.ts'

/**
 * 代报: staff file for somebody on the phone or at the counter. It is that person's report, and found by them
 * when they sign in with the number; without one it is nobody's.
 */
export const fileFor: Handler<'reports.fileFor'> = async (input, context) => {
  const { tx, actor, now, nudge } = context
  const { reportId, phone } = input
  const person = phone === undefined ? undefined : await accountFor(tx, phone, now)
  if (person?.id === actor.accountId) throw new Refused({ code: 'reports.forYourself' })
  requireInCity(input.place)
  const areaId = areaOf(input, actor)
  const photos = [...new Set(input.photos)]
  await requirePhotos(context, photos)

  // An id that the filer doesn't choose, or any account could be made the reporter.
  const reporterId = person?.id ?? uuidv7()
  const filing = { ...input, seenAt: now }
  const row = { ...newReport(filing, areaId, { at: now, isDoubtful: false }, context), reporterId, skewMs: 0 }
  const [filed] = await tx
    .insert(reports)
    .values({ ...row, filedBy: actor.accountId })
    .onConflictDoNothing({ target: reports.id })
    .returning({ number: reports.number })
  if (!filed) throw new Refused({ code: 'reports.idTaken' })
  if (photos.length > 0) await addPhotos(tx, { reportId, hashes: photos })
  context.about({ areaId })

  nudge(reporterId, 'reports.mine')
  nudge('*', ...deskLists, 'reports.nearby')
  const report = { ...row, number: filed.number, unitId: null, questionBy: null, clerkId: null }
  await notifyAbout(context, report, report, { step: 'filed' })
  await notify(context, reporterId, { kind: 'reports.filedFor', ref: reportId, number: filed.number })
  return { number: filed.number }
}
