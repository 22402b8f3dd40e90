import type { Seal, SealPart } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Report } from './report.ts'
import { partsOf } from '#server/core/media/index.ts'
import { inArray } from 'drizzle-orm'
import { reports } from './tables.ts'

type Areas = Pick<Report, 'id' | 'areaId' | 'unitId'>
export interface Parts {
  /** The parts covered for reports of the same area. */
  readonly own: SealPart[]
  readonly others: SealPart[]
  /** The reports for which `others` were covered. */
  readonly othersReports: Areas[]
}

/** The covered parts of a photo, as seen from one of the reports that have it. */
export async function partsFor(read: Reader, report: Areas, seal: Seal | undefined): Promise<Parts> {
  const parts = partsOf(seal)
  const refs = parts.map(({ ref }) => ref).filter(ref => ref !== report.id)
  const sealedFor =
    refs.length === 0
      ? []
      : await read
          .select({ id: reports.id, areaId: reports.areaId, unitId: reports.unitId })
          .from(reports)
          .where(inArray(reports.id, refs))
  const othersReports = sealedFor.filter(({ areaId }) => areaId !== report.areaId)
  const isOthers = ({ ref }: SealPart) => othersReports.some(({ id }) => id === ref)
  return { own: parts.filter(part => !isOthers(part)), others: parts.filter(isOthers), othersReports }
}

/** All rectangles of these parts. */
export const boxesOf = (parts: readonly SealPart[]) => parts.flatMap(({ boxes }) => boxes)
