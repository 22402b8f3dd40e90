import type { Seal } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler, QueryHandler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import { readFile } from 'node:fs/promises'
import { changeSeal, photoFile, photoFolder, sealOf } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { deskPart, reportAtDesk } from './permissions.ts'
import { findReport } from './report.ts'
import { reportPhotos } from './tables.ts'
import { take } from './take.ts'

type Meant = CommandInput<'reports.hidePhoto'>
type Shown = Pick<Seal, 'isHidden' | 'boxes'>

/** Staff hide a photo from everybody. */
export const hidePhoto: Handler<'reports.hidePhoto'> = async (input, context) =>
  await change(context, input, 'photoHidden', seal => ({ isHidden: true, boxes: seal?.boxes ?? [] }))

/** Staff cover parts of a photo, faces and plates. What was covered before and is not named is seen again. */
export const coverPhoto: Handler<'reports.coverPhoto'> = async (input, context) =>
  await change(context, input, 'photoCovered', () => ({ isHidden: false, boxes: input.boxes }))

/** Staff let everybody see a photo as it was sent, while the original is there. */
export const showPhoto: Handler<'reports.showPhoto'> = async (input, context) =>
  await change(context, input, 'photoShown', (seal) => {
    if (!seal?.sealedAt)
      throw new Refused({ code: seal?.destroyedAt ? 'reports.originalGone' : 'reports.photoChanged' })
    return { isHidden: false, boxes: [] }
  })

async function change(
  context: CommandContext,
  { reportId, hash, version, reason }: Meant,
  step: ReportStep,
  shownOf: (seal: Seal | undefined) => Shown,
): Promise<void> {
  const { tx, now } = context
  const { report } = await reportAtDesk(context, { reportId })
  context.about({ areaId: report.areaId })
  if (!await hasPhoto(tx, reportId, hash)) throw new Refused({ code: 'reports.photoChanged' })
  const seal = await sealOf(tx, hash)
  await requireSealers(context, reportId, seal)
  const next = { hash, seen: version, ref: reportId, ...shownOf(seal) }
  if (!await changeSeal(tx, next, now)) throw new Refused({ code: 'reports.photoChanged' })
  await take(context, report, { step, by: 'staff', words: reason })
  context.nudge('*', 'reports.mended', 'reports.mine') // The same photo may stand in others' reports.
}

/** The same photo may have been sealed for a report of another area: its staff decide then. */
async function requireSealers({ tx, actor }: CommandContext, reportId: string, seal: Seal | undefined) {
  if (!seal?.sealedAt || seal.ref === reportId) return
  if (deskPart(actor, await findReport(tx, seal.ref)) === null)
    throw new Refused({ code: 'command.notYourArea' })
}

const hasPhoto = async (read: Reader, reportId: string, hash: string): Promise<boolean> =>
  await read.$count(reportPhotos, and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.hash, hash))) > 0

/** The sealed original, for staff of the area who say why: the audit has a line of each time. */
export const sealedPhoto: QueryHandler<'reports.sealed'> = async ({ reportId, hash }, context) => {
  const { read, actor, settings, about } = context
  const report = await findReport(read, reportId)
  const seal = await sealOf(read, hash)
  if (!seal?.sealedAt || deskPart(actor, report) === null || !await hasPhoto(read, reportId, hash))
    throw new Refused({ code: 'reports.unknown' })
  about({ areaId: report.areaId })
  return { jpeg: await readFile(photoFile(photoFolder(settings.dataDir), hash, 'full'), 'base64') }
}
