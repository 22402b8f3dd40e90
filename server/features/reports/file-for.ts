import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import { accountFor } from '#server/core/identity/index.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { areaOf, requireInCity } from './area-of.ts'
import { addPhotos, newReport } from './file-report.ts'
import { deskLists, notifyAbout } from './notify-about.ts'
import { reports } from './tables.ts'

/**
 * Decides `reports.fileFor` (代报): staff file for somebody on the phone or at the counter. The report belongs
 * to that person, who finds it after signing in with the number; without a number it belongs to nobody.
 */
export const fileFor: Handler<'reports.fileFor'> = async (input, context) => {
  const { tx, actor, now } = context
  const { reportId, phone } = input
  const person = phone === undefined ? undefined : await accountFor(tx, phone, now)
  if (person?.id === actor.accountId) throw new Refused({ code: 'reports.forYourself' })
  requireInCity(input.place)
  const areaId = areaOf(input, actor)
  const photos = await requirePhotos(context, input.photos)

  // An id that the filer doesn't choose, or any account could be made the reporter.
  const reporterId = person?.id ?? uuidv7()
  const row = rowFor(context, { ...input, seenAt: now }, areaId)
  const { number } = await insertFor(context, { ...row, reporterId, filedBy: actor.accountId })
  if (photos.length > 0) await addPhotos(tx, { reportId, hashes: photos })
  context.about({ areaId })
  await notify(context, reporterId, { kind: 'reports.filedFor', ref: reportId, number })
  return { number }
}

/**
 * Files a report of a partner's program under the rules for everybody, with the partner as reporter, so
 * nobody earns points. The same report sent again within a day or so is not filed twice.
 */
export const fileAsPartner: Handler<'reports.fileAsPartner'> = async (input, context) => {
  const { tx, actor, now } = context
  const [earlier] = await tx
    .select({ number: reports.number, dueAt: reports.dueAt })
    .from(reports)
    .where(and(eq(reports.id, input.earlierId), eq(reports.reporterId, actor.accountId)))
  if (earlier) return earlier
  requireInCity(input.place)
  const areaId = areaOf(input, actor)
  if (actor.areaId === null || !isWithin(areaId, actor.areaId))
    throw new Refused({ code: 'command.notYourArea' })
  const row = rowFor(context, { ...input, seenAt: Math.min(input.seenAt ?? now, now) }, areaId)
  const { number } = await insertFor(context, row)
  return { number, dueAt: row.dueAt }
}

type Filing = Omit<FileReport, 'photos' | 'seenClock'>

/** The row of a report filed at a desk or by a program, whose clock is trusted. */
const rowFor = (context: CommandContext, filing: Filing, areaId: string) =>
  ({ ...newReport(filing, areaId, { at: filing.seenAt, isDoubtful: false }, context), skewMs: 0 })

/** Inserts the report and notifies as for any new one. */
async function insertFor(
  context: CommandContext,
  row: ReturnType<typeof rowFor> & { readonly filedBy?: string },
): Promise<{ number: number }> {
  const { tx, nudge } = context
  const [filed] = await tx
    .insert(reports)
    .values(row)
    .onConflictDoNothing({ target: reports.id })
    .returning({ number: reports.number })
  if (!filed) throw new Refused({ code: 'reports.idTaken' })
  nudge(row.reporterId, 'reports.mine')
  nudge('*', ...deskLists, 'reports.nearby')
  const report = { ...row, number: filed.number, unitId: null, questionBy: null, clerkId: null }
  await notifyAbout(context, report, report, { step: 'filed' })
  return filed
}
