import type { CommandName } from '#shared/commands.ts'
import type { QueryName } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { expect, it } from 'vitest'
import { apiOf, PLACE } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

const open = [
  'activities.one',
  'activities.open',
  'announcements.now',
  'areas.tree',
  'cards.check',
  'figures.public',
  'links.of',
  'mall.item',
  'mall.items',
  'reports.mended',
  'reports.monthFile',
  'reports.months',
  'reports.published',
  'rulings.inForce',
  'stations.all',
  'stations.heads',
  'stations.map',
  'stations.one',
  'voices.byCode',
  'voices.near',
  'voices.ofTalk',
  'voices.one',
  'voices.similar',
]
const visit = async (path: string, init?: RequestInit) => await city.fetchAs(undefined)(path, init)
const visitor = () => apiOf(visit, () => city.time.now)

it('a visitor may look at stations, mall, activities and what was mended, and at little else', async () => {
  const answered: string[] = []
  for (const name of Object.keys(queries)) {
    const { status } = await visit(`/api/queries/${name}?input=%7B%7D`)
    expect([200, 400, 401], name).toContain(status)
    if (status !== 401) answered.push(name)
  }
  expect(answered.sort()).toEqual(open)
})

it('what somebody may ask for without end is bounded at the door', async () => {
  const status = async (name: QueryName, input: object) =>
    (await visit(`/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)).status
  expect(await status('reports.published', { page: 100, pageSize: 1000 })).toBe(200)
  expect(await status('reports.published', { page: 101, pageSize: 1000 })).toBe(400)
  const near = async (needs: string[]) => await city.as('rider').fetch(
    `/api/queries/stations.near?input=${encodeURIComponent(JSON.stringify({ place: PLACE, needs }))}`,
  )
  expect((await near(['open', 'open'])).status).toBe(200)
  expect((await near(Array.from({ length: 9 }, () => 'open'))).status).toBe(400)
})

it('an open query that says who may ask names the visitor, and one command does', () => {
  const named = (Object.keys(queries) as QueryName[])
    .filter(name => (queries[name].by as readonly string[]).includes('visitor'))
  expect(named.sort()).toEqual(open)
  const sent = (Object.keys(commands) as CommandName[])
    .filter(name => (commands[name].by as readonly string[]).includes('visitor'))
  expect(sent).toEqual(['voices.post'])
})

it('a visitor changes nothing but what is theirs to say, hears no events and sends no photo', async () => {
  const told = { id: crypto.randomUUID(), name: 'notices.read', input: { upTo: 1 }, madeAt: 1 }
  const batchOf = (commands: object[]) => JSON.stringify({ sentAt: city.time.now, commands })
  const json = { 'content-type': 'application/json' }
  for (const commands of [[], [told], [{ ...told, name: 'voices.gone' }]]) {
    const sent = { method: 'POST', body: batchOf(commands), headers: json }
    expect((await visit('/api/commands', sent)).status).toBe(401)
  }
  expect(await city.database.run('select * from receipts')).toEqual([])
  expect((await visit('/api/events')).status).toBe(204)
  expect((await visit(`/api/photos/${'a'.repeat(64)}`, { method: 'PUT', body: 'x' })).status).toBe(401)
  expect((await visit('/api/whatever')).status).toBe(401)
})

it('a session that is over is told so, and a phone that knows nobody can look around again', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  await city.fetchAs(cookie)('/api/session', { method: 'DELETE' })
  const ask = async () => await city.fetchAs(cookie)('/api/queries/stations.all?input=%7B%7D')
  expect((await ask()).status).toBe(401)
  const who = await city.fetchAs(cookie)('/api/session')
  expect(await who.json()).toEqual({ me: null })
  expect(who.headers.get('set-cookie')).toMatch(/^bee=;.*Max-Age=0/)
  expect(await visitor().ask('stations.all', {})).toMatchObject({ stations: expect.any(Array) })
})

it('one address asks a few thousand times in five minutes, then it is asked to wait or sign in', async () => {
  const ask = async () => await visit('/api/queries/stations.map?input=%7B%7D')
  const statuses = []
  for (let i = 0; i < 2000; i++) statuses.push((await ask()).status)
  expect(new Set(statuses)).toEqual(new Set([200]))
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('300')
  expect(await refused.json()).toMatchObject({
    code: 'query.tooOften',
    message: expect.stringContaining('过几分钟再试，或先登录'),
  })
  // Whoever is signed in there is not held back, and everybody may again after a while.
  expect((await city.as('rider').fetch('/api/queries/stations.map?input=%7B%7D')).status).toBe(200)
  city.time.now += 300_000
  expect((await ask()).status).toBe(200)
})
