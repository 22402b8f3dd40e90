import type { MyOrder } from '#shared/mall/schemas.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import type { ActivityBrief } from '#shared/volunteering/activities.ts'
import type { RouteLocationRaw } from 'vue-router'
import { timeNow } from '#client/app/device/now.ts'
import { clock, lasting } from '#client/app/words/time.ts'

/** Something that waits for the person, with what they are to do about it. */
export interface Thing {
  readonly id: string
  readonly photo: PhotoRef | null
  readonly title: string
  readonly line: string
  readonly todo: string
  readonly to: RouteLocationRaw
  /** Stands where there is no photo. */
  readonly icon?: 'heart'
}
/** How long before it begins an activity is mentioned (ms). */
const SOON_MS = 24 * 3_600_000

/**
 * What waits for somebody, the most pressing first: a place to accept, an activity within a day, a question,
 * what was mended, what lies ready. `titleOf`: what a report is called.
 */
export function thingsWaiting(
  { reports, orders, activities = [] }: {
    reports: readonly MyReport[]
    orders: readonly MyOrder[]
    activities?: readonly ActivityBrief[]
  },
  titleOf: (report: MyReport) => string,
  now = timeNow(),
): Thing[] {
  const ofReport = (report: MyReport, line: string, todo: string): Thing => {
    const { id, photo } = report
    return { id, photo, title: titleOf(report), line, todo, to: { name: 'report', params: { id } } }
  }
  const mine = reports.filter(report => report.mine)
  const ofActivity = ({ id, title }: ActivityBrief, line: string, todo: string): Thing =>
    ({ id, photo: null, icon: 'heart', title, line, todo, to: { name: 'activity', params: { id } } })
  return [
    ...activities
      .filter(({ mine, answerBy }) => mine === 'offered' && answerBy !== null && answerBy > now)
      .map(each => ofActivity(each, `轮到你了，还剩 ${lasting(each.answerBy! - now)}`, '确认名额')),
    ...activities
      .filter(({ mine, startsAt, endsAt }) => mine === 'in' && startsAt - SOON_MS <= now && endsAt > now)
      .map(each => ofActivity(each, `${clock(each.startsAt, now)} · ${each.spot}`, '看活动')),
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
