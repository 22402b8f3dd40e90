import type { queries } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { desks } from '#client/console/desks.ts'
import { exportedLists } from '#shared/console/exports.ts'
import { postKinds } from '#shared/identity/posts.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { announce } from '../features/announcements/announced.ts'
import { counterOf } from '../features/mall/counter.ts'
import { publish as publishPoll } from '../features/polls/published-poll.ts'
import { streetOf } from '../features/reports/street.ts'
import { voicesIn } from '../features/voices/said.ts'
import { publish as publishActivity } from '../features/volunteering/planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))

const days = { from: '2026-11-01', to: '2026-11-23' }
/** What each desk asks first. */
const asked: Record<string, [name: keyof typeof queries, input: object]> = {
  reports: ['console.queue', { view: 'todo' }],
  voices: ['voices.desk', { view: 'todo' }],
  people: ['people.find', {}],
  stations: ['stations.book', {}],
  goods: ['mall.book', {}],
  activities: ['activities.desk', {}],
  polls: ['polls.desk', {}],
  points: ['points.ledger', days],
  rulings: ['rulings.book', {}],
  audit: ['people.acts', {}],
  announcements: ['announcements.desk', {}],
  figures: ['figures.city', { areaId: COMMUNITY, from: '2026-11', to: '2026-11' }],
  exchange: ['exchange.reports', {}],
}
const people = ['rider', 'keeper', 'staff', 'unit', 'admin'] as const satisfies PersonName[]
const statusOf = async (by: PersonName, path: string, input: object) =>
  (await city.as(by).fetch(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`)).status

it('every desk says who may enter, and who may hold such a post', () => {
  for (const { path, posts } of desks) {
    expect(posts.length, path).toBeGreaterThan(0)
    expect(posts.filter(post => !(postKinds as readonly string[]).includes(post)), path).toEqual([])
  }
  expect(Object.keys(asked).toSorted()).toEqual(desks.map(({ path }) => path).toSorted())
})

it('of each the server answers those alone', async () => {
  for (const { path, posts } of desks) {
    const [name, input] = asked[path]!
    for (const by of people) {
      const meant = (posts as readonly string[]).includes(by) ? 200 : 403
      expect(await statusOf(by, `/api/queries/${name}`, input), `${by} ${name}`).toBe(meant)
      for (const [list] of Object.entries(exportedLists).filter(([, query]) => query === name))
        expect(await statusOf(by, `/api/exports/${list}/csv`, input), `${by} ${list}`).toBe(meant)
    }
  }
})

it('what waits at a desk is counted in one\'s own areas alone', async () => {
  const { post } = voicesIn(city)
  await post('rider', { areaId: COMMUNITY })
  await post('rider', { areaId: ELSEWHERE })
  await file(COMMUNITY)
  await file(ELSEWHERE)
  const waiting = desks.filter(({ waits }) => waits !== undefined)
  expect(waiting.map(({ path }) => path)).toEqual(['reports', 'voices'])
  for (const { path, waits } of waiting) {
    const countFor = async (by: PersonName) =>
      (waits!.count as (answer: unknown) => number)(
        await city.as(by).ask(waits!.query, waits!.input as never),
      )
    expect(await countFor('staff'), path).toBe(1)
    expect(await countFor('staffElsewhere'), path).toBe(1)
    expect(await countFor('admin'), path).toBe(2)
  }
})

interface Scoped {
  /** Puts one into an area, by whoever may. */
  readonly put: (areaId: string, by: 'staff' | 'staffElsewhere') => Promise<unknown>
  readonly input: object
  readonly rowsOf: (answer: never) => readonly unknown[]
}
const file = async (areaId: string) => await streetOf(city).file('rider', { areaId })
/** Every list that is not the city's alone. */
const scoped: Partial<Record<keyof typeof queries, Scoped>> = {
  'console.queue': {
    put: file,
    input: { view: 'todo' },
    rowsOf: ({ reports }: { reports: [] }) => reports,
  },
  'exchange.reports': { put: file, input: {}, rowsOf: ({ reports }: { reports: [] }) => reports },
  'voices.desk': {
    put: async areaId => await voicesIn(city).post('rider', { areaId, isAnonymous: true }),
    input: { view: 'todo' },
    rowsOf: ({ voices }: { voices: [] }) => voices,
  },
  'activities.desk': {
    put: async (areaId, by) => await publishActivity(city, { areaId }, by),
    input: {},
    rowsOf: ({ activities }: { activities: [] }) => activities,
  },
  'polls.desk': {
    put: async (areaId, by) => await publishPoll(city, { areaId }, by),
    input: { stage: 'running' },
    rowsOf: ({ polls }: { polls: [] }) => polls,
  },
  'announcements.desk': {
    put: async (areaId, by) => await announce(city, { areaId }, by),
    input: {},
    rowsOf: ({ announcements }: { announcements: [] }) => announcements,
  },
  'people.find': {
    put: async () => {}, // Those who hold posts there.
    input: { kind: 'staff' },
    rowsOf: ({ people }: { people: [] }) => people,
  },
}

it.each(Object.entries(scoped))('%s has in its rows, its total and its files one\'s own areas alone', async (
  query,
  { put, input, rowsOf },
) => {
  await put(COMMUNITY, 'staff')
  await put(ELSEWHERE, 'staffElsewhere')
  const shown = async (by: PersonName) => {
    const answer = await city.as(by).ask(query as 'people.find', input)
    const rows = rowsOf(answer as never).length
    // The queue counts by causes instead.
    if (query !== 'console.queue' && 'total' in answer) expect(answer.total, by).toBe(rows)
    for (const [list] of Object.entries(exportedLists).filter(([, name]) => name === query)) {
      const address = `/api/exports/${list}/csv?input=${encodeURIComponent(JSON.stringify(input))}`
      const cells = cellsOfCsv(await (await city.as(by).fetch(address)).text())
      expect(cells.length - 1, `${by} ${list}`).toBe(rows)
      expect(JSON.stringify(cells)).not.toMatch(/1[3-9]\d{9}|1[3-9]\d\*{4}\d{4}/)
    }
    return rows
  }
  const [here, elsewhere, all] = [await shown('staff'), await shown('staffElsewhere'), await shown('admin')]
  expect(here).toBeGreaterThan(0)
  expect(elsewhere).toBeGreaterThan(0)
  expect(all).toBeGreaterThan(Math.max(here, elsewhere))
})

it('goods are all the city\'s, their stock and hand-overs those of one\'s own areas', async () => {
  const counter = await counterOf(city)
  await counter.list({ name: '毛巾' }, 10, 'bridge')
  await counter.list({ name: '雨衣' }, 7, 'lake')
  const stockFor = async (by: PersonName) => {
    const { items } = await city.as(by).ask('mall.book', {})
    const cells = cellsOfCsv(await (await city.as(by).fetch('/api/exports/goods/csv')).text()).slice(1)
    const shelves = items.flatMap(({ name, stock }) => stock.map(({ onHand }) => `${name} ${onHand}`))
    expect(cells.filter(([,,, at]) => at !== '').map(([name,,,, onHand]) => `${name} ${onHand}`).toSorted())
      .toEqual(shelves.toSorted())
    return { items: items.length, shelves: shelves.filter(shelf => !shelf.endsWith(' 0')).toSorted() }
  }
  expect(await stockFor('staff')).toEqual({ items: 2, shelves: ['毛巾 10'] })
  expect(await stockFor('staffElsewhere')).toEqual({ items: 2, shelves: ['雨衣 7'] })
  expect(await stockFor('admin')).toEqual({ items: 2, shelves: ['毛巾 10', '雨衣 7'] })
})

it('the figures are refused for an area that one does not work in', async () => {
  const input = { areaId: ELSEWHERE, from: '2026-11', to: '2026-11' }
  expect(await statusOf('staff', '/api/queries/figures.city', input)).toBe(404)
  expect(await statusOf('staffElsewhere', '/api/queries/figures.city', input)).toBe(200)
})
