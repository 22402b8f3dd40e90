import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { MendedPair } from '#shared/reports/schemas.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { MENDED_MAX } from '#shared/reports/schemas.ts'
import { and, desc, gt, max } from 'drizzle-orm'
import { hasPublicPair, publicPairs } from './public-pair.ts'
import { reports } from './tables.ts'

/** How many of the newest reports are looked through: bounds what a visitor can cost. */
const LOOKED_THROUGH = 20_000
/** How long one reading serves everybody who asks (ms). */
const SERVES_MS = 60_000
const WEEK_DAYS = 7
const [cityLength, districtLength] = areaCodeLengths

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
    pairs: await pairsOf(read, [...near, ...far].slice(0, 2 * MENDED_MAX), now),
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

const watched = new WeakSet<Reader>()

/** Drops the cached list when a comparison of photos ends, where this process can tell. */
function watchResults({ read, watch }: QueryContext) {
  if (watched.has(read)) return
  watched.add(read)
  watch?.('after_photo_checks', () => memories.delete(read))
}

/** The city's resolved reports, latest first; read once a minute, however many ask. */
async function lately(context: QueryContext): Promise<readonly MendedReport[]> {
  const { read, now } = context
  watchResults(context)
  const memory = memories.get(read)
  if (memory && Math.abs(now - memory.readAt) < SERVES_MS) return await memory.mended
  const mended = readMended(read, now)
  memories.set(read, { readAt: now, mended })
  mended.catch(() => memories.delete(read)) // After a failure the next query reads again.
  return await mended
}

async function readMended(read: Reader, now: number): Promise<MendedReport[]> {
  const [last] = await read.select({ number: max(reports.number) }).from(reports)
  const rows = await read
    .select({
      id: reports.id,
      kind: reports.kind,
      areaId: reports.areaId,
      filedAt: reports.filedAt,
      resolvedAt: reports.resolvedAt,
    })
    .from(reports)
    .where(and(gt(reports.number, (last?.number ?? 0) - LOOKED_THROUGH), hasPublicPair(read, now)))
    .orderBy(desc(reports.resolvedAt), desc(reports.number))
  return rows.flatMap(({ resolvedAt, ...row }) => resolvedAt === null ? [] : [{ ...row, resolvedAt }])
}

/** The reports that have both photos, in the given order; those that staff removed meanwhile are left out. */
async function pairsOf(read: Reader, shown: readonly MendedReport[], now: number): Promise<MendedPair[]> {
  const pairs = await publicPairs(read, shown.map(({ id }) => id), now)
  const refOf = await photoRefs(read, [...pairs.values()].flatMap(({ before, after }) => [before, after]))
  const whole = shown.flatMap(({ id, resolvedAt, ...report }) => {
    const before = refOf(pairs.get(id)?.before)
    const after = refOf(pairs.get(id)?.after)
    return before && after ? { ...report, mendedAt: resolvedAt, before, after } : []
  })
  return await Promise.all(whole.slice(0, MENDED_MAX).map(async ({ areaId, ...pair }) =>
    ({ ...pair, areaName: await nameOfArea(read, areaId) })))
}
