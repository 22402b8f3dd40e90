import type { PhotoRef } from '#shared/media/schemas.ts'
import type { Answer } from '#shared/queries.ts'
import type { RouteLocationRaw } from 'vue-router'
import { useReportTitle } from '#client/app/places/use-report-title.ts'
import { useSession } from '#client/app/session/session.ts'
import { day, piecesText } from '#client/app/words/index.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { decides } from '#shared/identity/roles.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { startOf } from '#shared/kernel/text.ts'
import { computed } from 'vue'

/** A report or an order that notices are about, as the phone knows it. */
export interface About {
  title: string
  photo: PhotoRef | null
  /** What the report or order needs from this person; absent when nothing. */
  want?: Want | undefined
}
/** `text`: shown where no notice says it; `button`: what to do about it. */
export interface Want { text: string, button: string, to: RouteLocationRaw }
type Report = Answer<'reports.mine'>['reports'][number]
type Order = Answer<'mall.myOrders'>['orders'][number]

const TITLE_MAX = 16
/** The first clause of what somebody wrote. */
const short = (text: string) => {
  const line = text.trim().split(/[\n，。！？；]/, 1)[0]!.trim()
  return startOf(line, TITLE_MAX) === line ? line : `${startOf(line, TITLE_MAX - 1)}…`
}

function aboutReport(report: Report, titleOf: (report: Report) => string): About {
  const { id, text, photo, asked, rateUntil } = report
  const title = short(text) || titleOf({ ...report, text: '' })
  const to = { name: 'report', params: { id } }
  const want = asked
    ? { text: `“${title}”有个问题要问你`, button: '去回答', to }
    : rateUntil === null ? undefined : { text: `“${title}”已处理，去看看修好没有`, button: '去评价', to }
  return { title, photo, want }
}

function aboutOrder({ id, item, count, state, day: mealDay, pickUpBy }: Order): About {
  const title = short(piecesText(item.name, count))
  const until = mealDay === null ? `${day(dayOf(pickUpBy))}前领取` : `${day(mealDay)}用餐`
  const want = state === 'open'
    ? { text: `“${title}”${until}`, button: '领取码', to: { name: 'order', params: { id } } }
    : undefined
  return { title, photo: item.photo, want }
}

/** What notices may be about, by id: a rider's reports and orders. */
export function useAbout() {
  const session = useSession()
  const ifRider = () => session.me && !decides(session.me.role) ? {} : null
  const { titleOf } = useReportTitle()
  const { answer: mine } = useAnswer('reports.mine', ifRider)
  const { answer: ordered } = useAnswer('mall.myOrders', ifRider)
  return computed(() => new Map<string, About>([
    ...mine.value?.reports.map((report): [string, About] => [report.id, aboutReport(report, titleOf)]) ?? [],
    ...ordered.value?.orders.map((order): [string, About] => [order.id, aboutOrder(order)]) ?? [],
  ]))
}
