import type { PageRange } from '#shared/kernel/fields.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Counter } from '../mall/counter.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf } from '../mall/counter.ts'

let city: TestCity
let street: Counter
freshCity(async (opened) => {
  city = opened
  street = await counterOf(opened)
}, { LIMITS_FACTOR: '100' })

const HOUR_MS = 3_600_000
const todo = async (more: PageRange & { asOf?: number, offset?: number } = {}) =>
  await city.as('staff').ask('desk.reports', { view: 'todo', ...more })
const idsOf = ({ reports }: { reports: { id: string }[] }) => reports.map(({ id }) => id)

/** Files so many reports, a second apart; the newest comes first. */
async function fileMany(count: number): Promise<string[]> {
  const photos = [await street.photo('rider')]
  const filed: string[] = []
  for (let i = 0; i < count; i++) {
    city.time.now += 1000
    filed.unshift(await street.file('rider', { photos, kind: 'environment' }))
  }
  return filed
}
const decline = async (reportId: string) =>
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '不属于' })

it('the desk’s pages meet, whatever came and was handled between them', async () => {
  const filed = await fileMany(REPORTS_PAGE_MAX + 10)
  const first = await todo()
  expect(idsOf(first)).toEqual(filed.slice(0, REPORTS_PAGE_MAX))
  const before = first.reports.at(-1)!.rank
  const below = { asOf: first.asOf, before }

  const [fresh] = await fileMany(1)
  for (const handled of [filed[0]!, filed[1]!, filed[REPORTS_PAGE_MAX]!]) await decline(handled)
  const second = await todo(below)
  expect([idsOf(second), second.hasMore]).toEqual([filed.slice(REPORTS_PAGE_MAX + 1), false])

  // Asked again: the first page, and from its new end down to what was shown.
  const again = await todo()
  expect(idsOf(again)).toEqual([fresh, ...filed.slice(2, REPORTS_PAGE_MAX), filed[REPORTS_PAGE_MAX + 1]])
  const rest = await todo({
    asOf: again.asOf,
    before: again.reports.at(-1)!.rank,
    until: second.reports[4]!.rank,
  })
  expect([idsOf(rest), rest.hasMore]).toEqual([
    filed.slice(REPORTS_PAGE_MAX + 2, REPORTS_PAGE_MAX + 6),
    false,
  ])
})

it('a report that falls due between two pages is on the second, and not on neither', async () => {
  const urgent = await street.file('rider', { kind: 'emergency' })
  const filed = await fileMany(REPORTS_PAGE_MAX)
  const first = await todo()
  expect([idsOf(first), first.counts.overdue]).toEqual([filed, 0])
  city.time.now += 2 * HOUR_MS
  const second = await todo({ asOf: first.asOf, before: first.reports.at(-1)!.rank })
  expect([idsOf(second), second.counts.overdue]).toEqual([[urgent], 1])

  const again = await todo()
  expect(idsOf(again)).toEqual([urgent, ...filed.slice(0, -1)])
  const last = await todo({ asOf: again.asOf, before: again.reports.at(-1)!.rank })
  expect(idsOf(last)).toEqual(filed.slice(-1))
})

it('an older phone still counts the rows it shows', async () => {
  const filed = await fileMany(REPORTS_PAGE_MAX + 2)
  expect(idsOf(await todo({ offset: REPORTS_PAGE_MAX }))).toEqual(filed.slice(REPORTS_PAGE_MAX))
})

it('one’s own lists answer a range exactly, first and last row included', async () => {
  const [a, b, c] = await fileMany(4) as [string, string, string]
  for (const reportId of [c, b, a]) {
    city.time.now += 1000
    await street.bring(reportId, 'accepted')
  }
  await street.earn('rider')
  const itemId = await street.list()
  const ordered: string[] = []
  for (let i = 0; i < 3; i++) {
    city.time.now += 1000
    const { id } = await street.redeem('rider', itemId, { price: 30 })
    await city.as('rider').done('mall.cancel', { orderId: id })
    ordered.unshift(id)
  }
  const rider = city.as('rider')

  const { reports } = await rider.ask('reports.mine', {})
  const mine = await rider.ask('reports.mine', { before: reports[0]!.filedAt, until: reports[2]!.filedAt })
  expect([idsOf(mine), mine.hasMore]).toEqual([reports.slice(1, 3).map(({ id }) => id), false])

  const { notices } = await rider.ask('notices.mine', {})
  const told = await rider.ask('notices.mine', { before: notices[0]!.at, until: notices.at(-2)!.at })
  expect(told.notices).toEqual(notices.filter(({ at }) => at < notices[0]!.at && at >= notices.at(-2)!.at))
  expect(told.notices.length).toBeGreaterThan(0)

  const { transfers } = await rider.ask('points.mine', {})
  const moved = await rider.ask('points.mine', {
    before: transfers[0]!.postedAt,
    until: transfers.at(-1)!.postedAt,
  })
  expect(moved.transfers).toEqual(transfers.filter(({ postedAt }) => postedAt < transfers[0]!.postedAt))

  const { orders } = await rider.ask('mall.myOrders', {})
  expect(orders.map(({ id }) => id)).toEqual(ordered)
  const some = await rider.ask('mall.myOrders', { before: orders[0]!.madeAt, until: orders[1]!.madeAt })
  expect([some.orders.map(({ id }) => id), some.hasMore]).toEqual([[orders[1]!.id], false])
})
