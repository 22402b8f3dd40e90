import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import type { MendedPair } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { isShownMended, MENDED_SHOWN_MS, reportKinds } from '#shared/reports/rules.ts'
import { MENDED_MAX } from '#shared/reports/schemas.ts'
import { and, desc, eq, gt, inArray, isNotNull, isNull, max, notExists, or } from 'drizzle-orm'
import { afterPhotoChecks, reportPhotos, reports } from './tables.ts'

/** How many of the newest reports are looked through: bounds what a visitor can cost. */
const LOOKED_THROUGH = 20_000
/** What is read serves everybody who asks within this time (ms). */
const SERVES_MS = 60_000
const WEEK_DAYS = 7
const [cityLength, districtLength] = areaCodeLengths

/** Resolved, and nobody has said that it is not so. */
const mendedStates: readonly ReportState[] = ['resolved', 'closed']
const shownKinds = reportKinds.filter(isShownMended)

/** Whether everybody may see what this report was about and how it was mended. */
export const isMended = (report: Pick<Report, 'kind' | 'state' | 'resolvedAt'>): boolean =>
  isShownMended(report.kind) && mendedStates.includes(report.state) && report.resolvedAt !== null

/** What was mended lately in the district of whoever asks, with photos of before and after. */
export const mendedReports: QueryHandler<'reports.mended'> = async (_input, context) => {
  const { read, actor, now } = context
  const mended = await lately(context)
  const scope = actor.areaId?.slice(0, districtLength) ?? ''
  const near = mended.filter(({ areaId }) => areaId.startsWith(scope))
  const far = mended.filter(({ areaId }) => !areaId.startsWith(scope))
  const since = (start: number) => near.filter(({ resolvedAt }) => resolvedAt >= start).length
  const today = startOfDay(dayOf(now))
  return {
    areaName: await nameOfArea(read, scope || mended[0]?.areaId.slice(0, cityLength) || ''),
    today: since(today),
    week: since(today - (WEEK_DAYS - 1) * DAY_MS),
    pairs: await pairsOf(read, [...near, ...far].slice(0, 2 * MENDED_MAX)),
  }
}

interface MendedReport {
  readonly id: string
  readonly kind: MendedPair['kind']
  readonly areaId: string
  readonly filedAt: number
  readonly resolvedAt: number
}
const memories = new WeakMap<Reader, { readAt: number, mended: Promise<MendedReport[]> }>()

/** The city's mended reports, the latest first; read once a minute, however many ask. */
async function lately({ read, now }: QueryContext): Promise<readonly MendedReport[]> {
  const memory = memories.get(read)
  if (memory && Math.abs(now - memory.readAt) < SERVES_MS) return await memory.mended
  const mended = readMended(read, now)
  memories.set(read, { readAt: now, mended })
  mended.catch(() => memories.delete(read)) // The next who asks reads again.
  return await mended
}

async function readMended(read: Reader, now: number): Promise<MendedReport[]> {
  const [last] = await read.select({ number: max(reports.number) }).from(reports)
  const isFaulty = read
    .select({ id: afterPhotoChecks.reportId })
    .from(afterPhotoChecks)
    .where(and(eq(afterPhotoChecks.reportId, reports.id), isNotNull(afterPhotoChecks.fault)))
  const rows = await read
    .select({
      id: reports.id,
      kind: reports.kind,
      areaId: reports.areaId,
      filedAt: reports.filedAt,
      resolvedAt: reports.resolvedAt,
    })
    .from(reports)
    .where(and(
      gt(reports.number, (last?.number ?? 0) - LOOKED_THROUGH),
      inArray(reports.state, [...mendedStates]),
      inArray(reports.kind, shownKinds),
      gt(reports.resolvedAt, now - MENDED_SHOWN_MS),
      or(isNull(reports.reusedPhoto), eq(reports.reusedPhoto, false)),
      notExists(isFaulty),
    ))
    .orderBy(desc(reports.resolvedAt), desc(reports.number))
  return rows.flatMap(({ resolvedAt, ...row }) => resolvedAt === null ? [] : [{ ...row, resolvedAt }])
}

/** Those that have both photos, in the order given. */
async function pairsOf(read: Reader, shown: readonly MendedReport[]): Promise<MendedPair[]> {
  if (shown.length === 0) return []
  const photos = await read
    .select({ reportId: reportPhotos.reportId, hash: reportPhotos.hash, part: reportPhotos.part })
    .from(reportPhotos)
    .where(inArray(reportPhotos.reportId, shown.map(({ id }) => id)))
    .orderBy(desc(reportPhotos.position))
  const refOf = await photoRefs(read, photos.map(({ hash }) => hash))
  const pairs = shown.map(async ({ id, kind, areaId, filedAt, resolvedAt }) => {
    const own = photos.filter(({ reportId }) => reportId === id)
    const before = refOf(own.findLast(({ part }) => part === 'before')?.hash)
    const after = refOf(own.find(({ part }) => part === 'after')?.hash)
    const areaName = await nameOfArea(read, areaId)
    return { kind, areaName, filedAt, mendedAt: resolvedAt, before, after }
  })
  const whole = (pair: { before: PhotoRef | null, after: PhotoRef | null }): pair is MendedPair =>
    pair.before !== null && pair.after !== null
  return (await Promise.all(pairs)).filter(whole).slice(0, MENDED_MAX)
}
