import type { Reader } from '#server/database/database.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { reportPhotos } from './tables.ts'

export type Brief = Omit<MyReport, 'mine' | 'rateUntil' | 'points'>

/** A report's place, or null where only its area is known. */
export function placeOf({
  latitude,
  longitude,
  accuracy,
}: Pick<Report, 'latitude' | 'longitude' | 'accuracy'>): Place | null {
  if (latitude === null || longitude === null) return null
  return { latitude, longitude, ...(accuracy !== null && { accuracy }) }
}

/** Reports as every list shows them, in the given order. */
export async function briefsOf(read: Reader, rows: readonly Report[]): Promise<Brief[]> {
  const firsts =
    rows.length === 0
      ? []
      : await read
          .select({ reportId: reportPhotos.reportId, hash: reportPhotos.hash })
          .from(reportPhotos)
          .where(and(inArray(reportPhotos.reportId, rows.map(({ id }) => id)), eq(reportPhotos.position, 0)))
  const hashes = new Map(firsts.map(({ reportId, hash }) => [reportId, hash]))
  const refOf = await photoRefs(read, [...hashes.values()])
  return await Promise.all(rows.map(async report => ({
    id: report.id,
    number: report.number,
    kind: report.kind,
    state: report.state,
    text: report.text,
    place: placeOf(report),
    spot: report.spot ?? undefined,
    areaName: await nameOfArea(read, report.areaId),
    photo: refOf(hashes.get(report.id)),
    seenAt: report.seenAt,
    filedAt: report.filedAt,
    dueAt: report.dueAt,
    supporters: report.supporters,
    asked: report.question !== null,
    plannedOn: report.plannedOn ?? undefined,
  })))
}
