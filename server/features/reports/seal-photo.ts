import type { Seal, SealPart } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler, QueryHandler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { Parts } from './seal-parts.ts'
import { readFile } from 'node:fs/promises'
import { changeSeal, hasOriginal, photoFile, photoFolder, sealOf } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { deskPart, isOwn, reportAtDesk } from './permissions.ts'
import { findReport } from './report.ts'
import { boxesOf, partsFor } from './seal-parts.ts'
import { reportPhotos } from './tables.ts'
import { take } from './take.ts'

type Meant = CommandInput<'reports.hidePhoto'>
type Next = (parts: Parts, seal: Seal | undefined) => SealPart[]

/** Staff hide a photo from everybody. */
export const hidePhoto: Handler<'reports.hidePhoto'> = async (input, context) =>
  await change(context, input, 'photoHidden', ({ own, others }) =>
    [...others, { ref: input.reportId, isHidden: true, boxes: boxesOf(own) }])

/**
 * Decides `reports.coverPhoto`: staff cover parts of a photo, such as faces and plates. What was hidden or
 * covered before for the same area and is not named becomes visible again.
 */
export const coverPhoto: Handler<'reports.coverPhoto'> = async (input, context) =>
  await change(context, input, 'photoCovered', ({ others }) =>
    [...others, { ref: input.reportId, isHidden: false, boxes: input.boxes }])

/**
 * Decides `reports.showPhoto`: staff show a photo as it was sent, while the original exists. What was covered
 * for an area that is not theirs stays covered.
 */
export const showPhoto: Handler<'reports.showPhoto'> = async (input, context) =>
  await change(context, input, 'photoShown', ({ own, others, othersReports }, seal) => {
    const notTheirs = othersReports.filter(report => deskPart(context.actor, report) === null)
    const left = others.filter(({ ref }) => notTheirs.some(({ id }) => id === ref))
    if (left.length > 0 && left.length === own.length + others.length)
      throw new Refused({ code: 'command.notYourArea' })
    if (!seal || !hasOriginal(seal))
      throw new Refused({ code: seal?.destroyedAt ? 'reports.originalGone' : 'reports.photoChanged' })
    return left
  })

/**
 * Changes the parts for the report's area. The same photo may stand in reports of other areas, whose parts
 * stay.
 */
async function change(
  context: CommandContext,
  { reportId, hash, version, reason }: Meant,
  step: ReportStep,
  nextOf: Next,
): Promise<void> {
  const { tx, now } = context
  const { report } = await reportAtDesk(context, { reportId })
  context.about({ areaId: report.areaId })
  if (!await hasPhoto(tx, reportId, hash)) throw new Refused({ code: 'reports.photoChanged' })
  const seal = await sealOf(tx, hash)
  const parts = nextOf(await partsFor(tx, report, seal), seal)
  if (!await changeSeal(tx, { hash, seen: version, ref: reportId, parts }, now))
    throw new Refused({ code: 'reports.photoChanged' })
  await take(context, report, { step, by: 'staff', words: reason })
  context.nudge('*', 'reports.mended', 'reports.mine') // The same photo may stand in others' reports.
}

const hasPhoto = async (read: Reader, reportId: string, hash: string): Promise<boolean> =>
  await read.$count(reportPhotos, and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.hash, hash))) > 0

/**
 * Answers `reports.sealed`: the sealed original, for staff of the area who give a reason, not for their own
 * report. Each look is audited.
 */
export const sealedPhoto: QueryHandler<'reports.sealed'> = async ({ reportId, hash }, context) => {
  const { read, actor, settings, about } = context
  const report = await findReport(read, reportId)
  const seal = await sealOf(read, hash)
  const isThere = seal !== undefined && hasOriginal(seal) && await hasPhoto(read, reportId, hash)
  if (!isThere || deskPart(actor, report) === null) throw new Refused({ code: 'reports.unknown' })
  if (await isOwn(read, actor.accountId, report)) throw new Refused({ code: 'reports.ownReport' })
  about({ areaId: report.areaId })
  return { jpeg: await readFile(photoFile(photoFolder(settings.dataDir), hash, 'full'), 'base64') }
}
