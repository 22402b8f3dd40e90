// @vitest-environment dom
import type { PageRange } from '#shared/kernel/fields.ts'
import type { QueryName } from '#shared/queries.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { store } from '#client/sync/store/store.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text } from '../../support/client/page.ts'
import { mall, order, points } from '../features/mall/mall-stock.ts'
import { all, visit } from '../features/stations/some-stations.ts'

const PAGE = 3
const START = Date.parse('2026-11-23T04:00:00Z')
const idOf = (at: number) => `01900000-0000-7000-8000-0000000000${at + 10}`
const nameOf = (at: number) => `第${at}件`

const brief = (at: number, text = nameOf(at)) => ({
  id: idOf(at),
  number: at,
  kind: 'hazard',
  state: 'filed',
  text,
  place: null,
  areaName: '花楼社区',
  photo: null,
  seenAt: START + at,
  filedAt: START + at,
  dueAt: START * 2,
  supporters: 0,
  asked: false,
})

interface List {
  query: QueryName
  address: string
  role: 'courier' | 'staff'
  answer: (rows: object[]) => object
  row: (at: number, text?: string) => object
}
const lists: List[] = [
  {
    query: 'reports.mine',
    address: '/reports',
    role: 'courier',
    answer: reports => ({ reports }),
    row: (at, text) => ({ ...brief(at, text), mine: true, rateUntil: null }),
  },
  {
    query: 'desk.reports',
    address: '/desk',
    role: 'staff',
    answer: reports => ({ reports, counts: { todo: 9, running: 0, done: 0, overdue: 0 }, asOf: 0 }),
    row: (at, text) => ({
      ...brief(at, text),
      rank: START + at,
      areaId: '420103006003',
      unitName: null,
      reusedPhoto: false,
      afterPhotoFault: null,
      isOwn: false,
    }),
  },
  {
    query: 'notices.mine',
    address: '/notices',
    role: 'courier',
    answer: notices => ({ notices, unread: 0 }),
    row: (at, words = nameOf(at)) => ({
      id: idOf(at),
      kind: 'reports.declined',
      ref: null,
      number: at,
      words,
      points: null,
      at: START + at,
      isRead: true,
    }),
  },
  {
    query: 'stations.myVisits',
    address: '/visits',
    role: 'courier',
    answer: visits => ({ visits }),
    row: (at, stationName = nameOf(at)) => visit({ id: idOf(at), stationName, enteredAt: START + at }),
  },
  {
    query: 'mall.myOrders',
    address: '/orders',
    role: 'courier',
    answer: orders => ({ orders }),
    row: (at, name = nameOf(at)) => order({
      id: idOf(at),
      number: at,
      state: 'handedOver',
      item: { ...order().item, name },
      madeAt: START + at,
      closedAt: START + at,
    }),
  },
  {
    query: 'points.mine',
    address: '/points',
    role: 'courier',
    answer: transfers => ({ ...points(), transfers }),
    row: (at, note = nameOf(at)) => ({
      id: idOf(at),
      kind: 'post',
      amount: 20,
      reason: 'reports.accepted',
      ref: idOf(at),
      note,
      occurredOn: '2026-11-23',
      postedAt: START + at,
    }),
  },
]

let server: PhoneServer
freshPhone(() => ({
  'identity.me': me('courier'),
  'mall.items': mall,
  'stations.all': all,
  'notices.mine': { notices: [], unread: 0, hasMore: false },
  'reports.mine': { reports: [], hasMore: false },
  'mall.myOrders': { orders: [], hasMore: false },
  'points.mine': points(),
}), given => server = given)

/** A list on the server: rows by their place in it, pages as `server/database/pages.ts` cuts them. */
function serve({ query, answer, row }: List, rows: Map<number, string | undefined>) {
  server.answers[query] = ({ before = Infinity, until }: PageRange) => {
    const found = [...rows.keys()]
      .sort((a, b) => b - a)
      .filter(at => START + at < before && START + at >= (until ?? 0))
    const most = until === undefined ? PAGE : 2 * PAGE
    return {
      ...answer(found.slice(0, most).map(at => row(at, rows.get(at)))),
      hasMore: found.length > most,
    }
  }
}

const shown = () => [...text().matchAll(/第(\d+)件/g)].map(([, at]) => Number(at))
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i)

it.each(lists)('with 查看更多 open, $address loses, doubles and freezes no row', async (list) => {
  const rows = new Map<number, string | undefined>(down(8, 1).map(at => [at, undefined]))
  serve(list, rows)
  const changed = async () => {
    nudge([list.query])
    await settled()
  }
  server.answers['identity.me'] = me(list.role)
  await openPage(list.address, { holder: me(list.role) })
  await expect.poll(shown).toEqual([8, 7, 6])
  await tap('查看更多')
  await expect.poll(shown).toEqual([8, 7, 6, 5, 4, 3])

  // One comes: the row at the border stays.
  rows.set(9, undefined)
  await changed()
  await expect.poll(shown).toEqual([9, 8, 7, 6, 5, 4, 3])
  // More than a page comes at once.
  for (const at of [10, 11, 12, 13]) rows.set(at, undefined)
  await changed()
  await expect.poll(shown).toEqual(down(13, 3))
  // One of either page is handled, and one beyond the first is now another.
  rows.delete(12)
  rows.delete(5)
  rows.set(4, '第4件改过了')
  await changed()
  await expect.poll(shown).toEqual([13, 11, 10, 9, 8, 7, 6, 4, 3])
  await expect.poll(text).toContain('第4件改过了')

  // What changed meanwhile makes the next page neither skip nor double.
  rows.delete(13)
  rows.set(14, undefined)
  await tap('查看更多')
  await expect.poll(() => shown().slice(-4)).toEqual([4, 3, 2, 1])
  expect(text()).not.toContain('查看更多')
  await changed()
  await expect.poll(shown).toEqual([14, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1])

  server.isDown = true
  await changed()
  await expect.poll(shown).toEqual([14, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1])
})

it('only the first page takes a place among the answers saved for offline', async () => {
  const list = lists[0]!
  serve(list, new Map(down(8, 1).map(at => [at, undefined])))
  await openPage(list.address, { holder: me('courier') })
  await tap('查看更多')
  nudge([list.query])
  await settled()
  const keys = (await (await store()).getAllKeys('answers')).map(String)
  expect(keys.filter(key => key.includes('reports.mine'))).toEqual([
    JSON.stringify([me('courier').accountId, 'reports.mine', {}]),
  ])
})

it('another list begins with its first page', async () => {
  const list = lists[1]!
  serve(list, new Map(down(8, 1).map(at => [at, undefined])))
  server.answers['identity.me'] = me('staff')
  await openPage(list.address, { holder: me('staff') })
  await tap('查看更多')
  await expect.poll(shown).toEqual(down(8, 3))
  await tap('已办结0')
  await expect.poll(shown).toEqual([8, 7, 6])
})

it('who comes back finds as many rows as they left', async () => {
  const list = lists[0]!
  serve(list, new Map(down(8, 1).map(at => [at, undefined])))
  const page = await openPage(list.address, { holder: me('courier') })
  await tap('查看更多')
  await tap('查看更多')
  page.close()
  await openPage(list.address, { holder: me('courier') })
  await expect.poll(shown).toEqual(down(8, 1))
  expect(text()).not.toContain('查看更多')
})

it('voices.near shows twenty rows at a time, and those below the first page', async () => {
  const rows = down(SHOWN_ROWS_MAX + 5, 1).map(rank => ({
    id: `01900000-0000-7000-8000-00000000${1000 + rank}`,
    rank,
    text: nameOf(rank),
    kind: 'wish',
    areaName: '永丰社区',
    supporters: 0,
    ...{ unitName: null, promisedAt: null, dueAt: null, metAt: null },
    ...{ isMine: false, supports: false, photo: null, state: 'open' },
    at: START,
    reply: null,
  }))
  server.answers['voices.near'] = ({ before = Infinity }: PageRange) => {
    const below = rows.filter(({ rank }) => rank < before)
    const voices = below.slice(0, SHOWN_ROWS_MAX)
    return { areaName: '永丰社区', voices, hasMore: below.length > SHOWN_ROWS_MAX }
  }
  server.answers['identity.me'] = me('admin')
  await openPage('/voices', { holder: me('admin') })
  await expect.poll(shown).toEqual(down(SHOWN_ROWS_MAX + 5, SHOWN_ROWS_MAX - 14))
  for (let taps = 0; text().includes('查看更多') && taps < 20; taps++) await tap('查看更多')
  expect(shown()).toEqual(down(SHOWN_ROWS_MAX + 5, 1))
})
