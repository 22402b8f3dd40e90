import type { Titled } from '#client/app/words/reports.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { titleOf, whereOf } from '#client/app/words/reports.ts'
import { nearestOf } from '#shared/stations/rules.ts'
import { useKnownPlaces } from './known-places.ts'

/** A station farther than this (m) is not near. */
const NEAR_M = 1_000
/** A report that has a title, by its place too. */
export type Placed = Titled & { readonly place?: Place | null | undefined }
interface Titles {
  readonly titleOf: (report: Placed) => string
  /** Where it is, for lists that say the kind apart. */
  readonly whereOf: (report: Placed) => string
}

/** What reports are called, by the stations saved on the phone: thus without a network too. */
export function useReportTitle(): Titles {
  const { stations } = useKnownPlaces()
  const nearTo = (place: Place | null | undefined) => {
    const [near] = place ? nearestOf(stations.value, place, 1) : []
    return near && near.metres <= NEAR_M ? near.station.name : undefined
  }
  return {
    titleOf: report => titleOf(report, nearTo(report.place)),
    whereOf: report => whereOf(report, nearTo(report.place)),
  }
}
