import type { MyOrder } from '#shared/mall/schemas.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import type { RouteLocationRaw } from 'vue-router'
import { clock } from '#client/app/words/time.ts'

/** Something that waits for the person, with what they are to do about it. */
export interface Thing {
  readonly id: string
  readonly photo: PhotoRef | null
  readonly title: string
  readonly line: string
  readonly todo: string
  readonly to: RouteLocationRaw
}

/**
 * What waits for somebody, the most pressing first: a question, what was mended, what lies ready. `titleOf`:
 * what a report is called.
 */
export function thingsWaiting(
  reports: readonly MyReport[],
  orders: readonly MyOrder[],
  titleOf: (report: MyReport) => string,
  now = Date.now(),
): Thing[] {
  const ofReport = (report: MyReport, line: string, todo: string): Thing => {
    const { id, photo } = report
    return { id, photo, title: titleOf(report), line, todo, to: { name: 'report', params: { id } } }
  }
  const mine = reports.filter(report => report.mine)
  return [
    ...mine
      .filter(({ asked }) => asked)
      .map(report => ofReport(report, '工作人员有问题问你', '回答工作人员')),
    ...mine
      .filter(({ state, rateUntil }) => state === 'resolved' && rateUntil !== null && rateUntil > now)
      .map(report => ofReport(report, '街道说已经修好了', '去看看修好没有')),
    ...orders
      .filter(({ state }) => state === 'open')
      .map(({ id, item, station, pickUpBy }): Thing => ({
        id,
        photo: item.photo,
        title: item.name,
        line: `${station.name} · ${clock(pickUpBy, now)} 前领`,
        todo: '领取码',
        to: { name: 'order', params: { id } },
      })),
  ]
}
