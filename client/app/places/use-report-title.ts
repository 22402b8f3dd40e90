import type { Titled } from '#client/app/words/reports.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { InjectionKey } from 'vue'
import { titleOf, whereOf } from '#client/app/words/reports.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { nearestOf } from '#shared/stations/rules.ts'
import { inject, provide } from 'vue'

/** A station farther than this (m) is not near. */
const NEAR_M = 1_000
/** A report that has a title, by its place too. */
export type Placed = Titled & { readonly place?: Place | null | undefined }
interface Titles {
  readonly titleOf: (report: Placed) => string
  /** Where it is, for lists that say the kind apart. */
  readonly whereOf: (report: Placed) => string
}
const key: InjectionKey<Titles> = Symbol('report titles')

/**
 * What reports are called, by the stations saved on the phone: thus without a network too. The rows of a page
 * share the stations that the page has read.
 */
export function useReportTitle(): Titles {
  const ofPage = inject(key, null)
  if (ofPage) return ofPage
  const { answer } = useAnswer('stations.all', {})
  const nearTo = (place: Place | null | undefined) => {
    const [near] = place ? nearestOf(answer.value?.stations ?? [], place, 1) : []
    return near && near.metres <= NEAR_M ? near.station.name : undefined
  }
  const titles: Titles = {
    titleOf: report => titleOf(report, nearTo(report.place)),
    whereOf: report => whereOf(report, nearTo(report.place)),
  }
  provide(key, titles)
  return titles
}
