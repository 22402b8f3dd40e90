import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { areasOf, inAreas } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { openStates } from '#shared/reports/rules.ts'
import { and, asc, count, desc, eq, inArray } from 'drizzle-orm'
import { reportPhotos, reports } from '../tables.ts'

/** Answers `exchange.reports`: open reports as other systems get them, newest first. */
export const exchangedReports: QueryHandler<'exchange.reports'> = async (input, { read, actor }) => {
  const { areaId, unitId } = input
  const meant = and(
    inAreas(reports.areaId, areasOf(actor)),
    inArray(reports.state, [...openStates]),
    areaId === undefined ? undefined : inArea(reports.areaId, areaId),
    unitId === undefined ? undefined : eq(reports.unitId, unitId),
  )
  const { rows, hasMore } = await pageOf({
    range: input,
    rank: reports.number,
    read: async (within, limit) =>
      await read.select().from(reports).where(and(meant, within)).orderBy(desc(reports.number)).limit(limit),
    rankOf: ({ number }) => number,
  })
  return { reports: await asExchanged(read, rows), hasMore }
}

async function asExchanged(read: Reader, rows: readonly Report[]) {
  const [photos, names] = [await photosOf(read, rows), await unitsOf(read)]
  return await Promise.all(rows.map(async report => ({
    ...{ number: report.number, kind: report.kind, text: report.text, spot: report.spot },
    ...{ state: report.state, filedAt: report.filedAt, dueAt: report.dueAt },
    place: report.latitude === null || report.longitude === null
      ? null
      : { latitude: report.latitude, longitude: report.longitude },
    areaName: await nameOfArea(read, report.areaId),
    unitName: names.get(report.unitId ?? '') ?? null,
    photos: photos.get(report.id) ?? 0,
  })))
}

async function photosOf(read: Reader, rows: readonly Report[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const counted = await read
    .select({ id: reportPhotos.reportId, photos: count() })
    .from(reportPhotos)
    .where(and(inArray(reportPhotos.reportId, ids), eq(reportPhotos.part, 'before')))
    .groupBy(reportPhotos.reportId)
  return new Map(counted.map(({ id, photos }) => [id, photos]))
}

async function unitsOf(read: Reader): Promise<Map<string, string>> {
  const rows = await read.select({ id: units.id, name: units.name }).from(units)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Answers `exchange.desk`: the units with open reports in the actor's areas, and the file's columns. */
export const exchangeDesk: QueryHandler<'exchange.desk'> = async (_, { read, actor, rulings }) => ({
  units: await read
    .select({ id: units.id, name: units.name, open: count() })
    .from(reports)
    .innerJoin(units, eq(units.id, reports.unitId))
    .where(and(inAreas(reports.areaId, areasOf(actor)), inArray(reports.state, ['assigned', 'working'])))
    .groupBy(units.id, units.name)
    .orderBy(asc(units.name)),
  layout: rulings.inForce('exchange'),
})
