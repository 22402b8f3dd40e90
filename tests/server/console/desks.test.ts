import type { queries } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { desks } from '#client/console/desks.ts'
import { exportedLists } from '#shared/console/exports.ts'
import { postKinds } from '#shared/identity/posts.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(given => void (city = given))

const days = { from: '2026-11-01', to: '2026-11-23' }
/** What each desk asks first; a desk of another room is tried there. */
const asked: Record<string, [name: keyof typeof queries, input: object]> = {
  reports: ['console.queue', { view: 'todo' }],
  people: ['people.find', {}],
  stations: ['stations.book', {}],
  goods: ['mall.book', {}],
  activities: ['activities.desk', {}],
  points: ['points.ledger', days],
  audit: ['people.acts', {}],
}
const people = ['rider', 'keeper', 'staff', 'unit', 'admin'] as const satisfies PersonName[]
const statusOf = async (by: PersonName, path: string, input: object) =>
  (await city.as(by).fetch(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`)).status

it('every desk says who may enter, and who may hold such a post', () => {
  for (const { path, posts } of desks) {
    expect(posts.length, path).toBeGreaterThan(0)
    expect(posts.filter(post => !(postKinds as readonly string[]).includes(post)), path).toEqual([])
  }
  expect(Object.keys(asked).filter(path => !desks.some(desk => desk.path === path))).toEqual([])
})

it.each(Object.entries(asked))('of %s the server answers those alone', async (path, [name, input]) => {
  const { posts } = desks.find(desk => desk.path === path)!
  for (const by of people) {
    const meant = (posts as readonly string[]).includes(by) ? 200 : 403
    expect(await statusOf(by, `/api/queries/${name}`, input), by).toBe(meant)
    for (const [list] of Object.entries(exportedLists).filter(([, query]) => query === name))
      expect(await statusOf(by, `/api/exports/${list}/csv`, input), `${by} ${list}`).toBe(meant)
  }
})

it('totals and files have what lies in one\'s own areas alone', async () => {
  const totalFor = async (by: PersonName) => (await city.as(by).ask('people.find', {})).total
  const rowsFor = async (by: PersonName) =>
    (await (await city.as(by).fetch('/api/exports/people/csv')).text()).trim().split('\r\n').length - 1
  for (const by of ['staff', 'staffElsewhere', 'admin'] as const)
    expect(await rowsFor(by), by).toBe(await totalFor(by))
  expect(await totalFor('staff')).toBeLessThan(await totalFor('admin'))
  const file = await (await city.as('admin').fetch('/api/exports/people/csv')).text()
  expect(file).not.toMatch(/138\d{8}|138\*{4}/)
})
