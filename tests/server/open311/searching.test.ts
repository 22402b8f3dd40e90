import type { Place } from '#shared/kernel/fields.ts'
import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { Buffer } from 'node:buffer'
import { reports } from '#server/features/reports/tables.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { PUBLISHED_GRID_M } from '#shared/reports/published.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { PLACE } from '../../support/city.ts'
import { freshStreet } from '../features/reports/street.ts'
import { open311 } from './partner.ts'
import { Errors, Requests } from './specification.ts'

const DAY_MS = 86_400_000
let city: TestCity
let street: Street
let door: ReturnType<typeof open311>
freshStreet((given) => {
  ({ city, street } = given)
  door = open311(city)
})

const numberOf = async (reportId: string) => (await street.one('rider', reportId)).number
const search = async (query: Record<string, string> = {}) => {
  const { status, body } = await door.json(`requests.json?${new URLSearchParams(query)}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return v.parse(Requests, body)
}
const idsOf = async (query?: Record<string, string>) =>
  (await search(query)).map(({ service_request_id: id }) => Number(id))
const fileOn = async (at: string, changes: Parameters<Street['file']>[1] = {}) => {
  const number = await numberOf(await street.file('rider', changes))
  const filedAt = Date.parse(at)
  await city.database.run(`update reports set filed_at = ${filedAt} where number = ${number}`)
  return number
}
const NOW = '2026-11-23T02:00:00Z'

describe('a search', () => {
  it('finds the newest of the last 90 days, or of the days asked for, both ends included', async () => {
    const old = await fileOn('2026-06-01T00:00:00Z')
    const spring = await fileOn('2026-08-26T02:00:00Z')
    const today = await fileOn(NOW)
    expect(await idsOf()).toEqual([today, spring])
    const between = async (start_date: string, end_date: string) => await idsOf({ start_date, end_date })
    expect(await between('2026-06-01T08:00:00+08:00', '2026-06-01T00:00:00Z')).toEqual([old])
    expect(await between('2026-06-01T00:00:01Z', '2026-06-30T00:00:00Z')).toEqual([])
    expect(await idsOf({ end_date: '2026-08-26T02:00:00Z' })).toEqual([spring, old])
    expect(await idsOf({ start_date: '2026-06-01T00:00:00Z' })).toEqual([spring, old])
    // A plus sign that nobody encoded arrives as a space.
    const bare = 'start_date=2026-06-01T08:00:00+08:00&end_date=2026-06-02T00:00:00Z'
    const { body } = await door.json(`requests.json?${bare}`)
    expect(body).toHaveLength(1)
  })

  it('narrows by services and states, said with commas or several times', async () => {
    const hazard = await street.file('rider', { kind: 'hazard' })
    const other = await street.file('rider', { kind: 'other' })
    const patrol = await street.file('rider', { kind: 'patrol' })
    const [a, b, c] = [await numberOf(hazard), await numberOf(other), await numberOf(patrol)]
    await street.bring(hazard, 'accepted', 'assigned', 'working', 'resolved')
    expect(await idsOf({ service_code: 'hazard,patrol' })).toEqual([c, a])
    const repeated = 'service_code=hazard&service_code=other&status=open&status=closed'
    const twice = await door.json(`requests.json?${repeated}`)
    expect(twice.body).toHaveLength(2)
    expect(await idsOf({ status: 'closed' })).toEqual([a])
    expect(await idsOf({ status: 'open' })).toEqual([c, b])
    // What is empty counts as not said; numbers override everything else.
    const empty = { status: '', service_code: '', start_date: '', jurisdiction_id: '' }
    expect(await idsOf(empty)).toEqual([c, b, a])
    const named = { service_request_id: `${a},${b}`, status: 'open', start_date: 'never' }
    expect(await idsOf(named)).toEqual([b, a])
    expect(await idsOf({ service_request_id: '999999' })).toEqual([])
  })

  it('pages, and follows what changed also of old reports', async () => {
    const old = await street.file('rider')
    const longAgo = city.time.now - 120 * DAY_MS
    await city.database.run(`update reports set filed_at = ${longAgo}, state_since = ${longAgo}`)
    for (let i = 0; i < 3; i++) await street.file('rider')
    const all = await idsOf()
    expect(await idsOf({ page_size: '2' })).toEqual(all.slice(0, 2))
    expect(await idsOf({ page_size: '2', page: '2' })).toEqual(all.slice(2))
    expect(await idsOf({ page_size: '2', page: '3' })).toEqual([])
    const number = await numberOf(old)
    city.time.now += 3_600_000
    const since = new Date(city.time.now).toISOString()
    expect(await idsOf({ updated_after: since })).toEqual([])
    await street.bring(old, 'accepted')
    expect(await idsOf({ updated_after: since })).toEqual([number])
    expect(await idsOf({ updated_before: new Date(city.time.now - 60_000).toISOString() })).toEqual(all)
    // With both, the days of filing count too.
    expect(await idsOf({ updated_after: since, start_date: since })).toEqual([])
  })
})

describe('a place', () => {
  const { latitude, longitude } = PLACE
  const placeOf = async (number: number) => {
    const [{ lat, long } = { lat: null, long: null }] = await search({ service_request_id: String(number) })
    return { latitude: lat!, longitude: long! }
  }

  it('is the middle of its square: the same for each query, each neighbour and each day', async () => {
    const first = await fileOn(NOW, { place: { latitude, longitude, accuracy: 7 } })
    const shown = await placeOf(first)
    expect(distanceM(PLACE, shown)).toBeLessThanOrEqual(PUBLISHED_GRID_M * Math.SQRT1_2 + 1)
    expect([shown.latitude, shown.longitude]).not.toEqual([latitude, longitude])
    city.time.now += DAY_MS / 4
    expect(await placeOf(first)).toEqual(shown)
    // Three metres from the middle to every side is the same square, so the same point.
    const metre = 1 / 111_195
    for (const [north, east] of [[3, 0], [-3, 0], [0, 3], [0, -3]] as const) {
      const longitude = shown.longitude + east * metre / 0.861
      const place = { latitude: shown.latitude + north * metre, longitude }
      expect(await placeOf(await numberOf(await street.file('rider', { place })))).toEqual(shown)
    }
  })

  it('is looked for where it is shown: no circle tells where in its square a report is', async () => {
    const shown = await placeOf(await fileOn(NOW))
    const near = async ({ latitude, longitude }: Place, radius: number) =>
      (await idsOf({ lat: `${latitude}`, long: `${longitude}`, radius: `${radius}` })).length
    // At the real place itself a small circle finds nothing; at the shown one it does.
    const offset = distanceM(PLACE, shown)
    expect(offset).toBeGreaterThan(2)
    expect(await near(PLACE, Math.max(1, Math.floor(offset) - 1))).toBe(0)
    expect(await near(PLACE, Math.ceil(offset) + 1)).toBe(1)
    expect(await near(shown, 2)).toBe(1)
  })

  it('that staff corrected is the middle of its new square, from then on', async () => {
    const reportId = await street.file('rider')
    const number = await numberOf(reportId)
    const before = await placeOf(number)
    const place = { latitude: latitude + 0.01, longitude }
    await city.as('staff').done('reports.correct', { reportId, kind: 'hazard', place })
    const after = await placeOf(number)
    expect(after).not.toEqual(before)
    expect(distanceM(place, after)).toBeLessThanOrEqual(PUBLISHED_GRID_M * Math.SQRT1_2 + 1)
  })
})

describe('a question that makes no sense', () => {
  const senseless = [
    ['status=maybe', 400],
    ['status=open%27%20or%201=1--', 400],
    ['service_code=%27%3Bdrop%20table%20reports--', 404],
    ['jurisdiction_id=sfgov.org', 404],
    ['start_date=2026-11-01', 400],
    ['start_date=2026-11-01T00:00:00', 400],
    ['start_date=2026-02-30T00:00:00Z', 400],
    ['start_date=2026-11-01T25:00:00Z', 400],
    ['start_date=99999-11-01T00:00:00Z', 400],
    ['start_date=%00', 400],
    ['end_date=0000-00-00T00:00:00Z', 400],
    ['start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z', 400],
    ['start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z', 400],
    ['updated_after=2026-01-01T00:00:00Z&updated_before=2026-11-01T00:00:00Z', 400],
    ['page=0', 400],
    ['page=-1', 400],
    ['page=1e9', 400],
    ['page=1000&page_size=1000', 400],
    ['page_size=1001', 400],
    ['page_size=NaN', 400],
    ['lat=30.6', 400],
    ['lat=30.6&long=west', 400],
    ['lat=91&long=114', 400],
    ['lat=30.6&long=181', 400],
    ['radius=100', 400],
    ['lat=30.6&long=114.2&radius=0', 400],
    ['lat=30.6&long=114.2&radius=999999', 400],
    ['extensions=perhaps', 400],
  ] as const

  it('is answered by the specification\'s errors', async () => {
    const inErrors = /^<\?xml.*\?><errors><error><code>\d+<\/code><description>.+<\/description>/
    for (const [query, status] of senseless) {
      const { status: said, body } = await door.json(`requests.json?${query}`)
      expect(said, query).toBe(status)
      expect(v.parse(Errors, body)[0]!.code, query).toBe(String(status))
      const inXml = await door.get(`requests.xml?${query}`)
      expect([inXml.status, inXml.headers.get('content-type')], query)
        .toEqual([status, 'text/xml; charset=utf-8'])
      expect(await inXml.text(), query).toMatch(inErrors)
    }
  })

  it('names at most a thousand reports', async () => {
    const ids = Array.from({ length: 1001 }, (_, i) => i + 1)
    expect((await door.get(`requests.json?service_request_id=${ids}`)).status).toBe(400)
    expect((await door.get(`requests.json?service_request_id=${ids.slice(1)}`)).status).toBe(200)
  })

  it('finds no report by a text that is no number, nor under an unknown address', async () => {
    for (const id of ['abc', '0', '-1', '1e3', '4294967297', '1;drop', '%27']) {
      const { status, body } = await door.json(`requests/${id}.json`)
      expect([status, v.parse(Errors, body).length], id).toEqual([404, 1])
    }
    for (const path of ['requests.html', 'requests', 'services', 'nothing.json', '../../etc/passwd.json'])
      expect([400, 404], path).toContain((await door.get(path)).status)
    expect((await door.get('requests.json', { method: 'DELETE' })).status).toBe(404)
  })

  it('may come from any page, is cached, and is limited by address', async () => {
    await street.file('rider')
    const first = await door.get('requests.json')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(first.headers.get('cache-control')).toBe('public, max-age=60')
    const tag = first.headers.get('etag')!
    const again = await door.get('requests.json', { headers: { 'if-none-match': tag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    // A session changes nothing of the answer.
    const own = await city.as('admin').fetch('/open311/v2/requests.json')
    expect(await own.text()).toBe(await first.text())
    const statuses = new Set<number>()
    for (let i = 0; i < 600; i++) statuses.add((await door.get('services.json')).status)
    expect([...statuses]).toEqual([200, 429])
    const refused = await door.get('services.json')
    expect(refused.headers.get('retry-after')).toBe('300')
    expect(v.parse(Errors, await refused.json())[0]!.code).toBe('429')
  })

  it('is compressed where it is large', async () => {
    const row = { reporterId: 'x', kind: 'other', text: 'a', areaId: '420103', state: 'accepted' } as const
    const times = { stateSince: 1, seenAt: 1, filedAt: city.time.now, dueAt: 1, skewMs: 0 }
    const rows = Array.from({ length: 1001 }, (_, i) =>
      ({ ...row, ...times, id: `r${i}`, awaitsStaff: false, supporters: 0 }))
    await city.database.transact(tx => tx.insert(reports).values(rows))
    const answered = await door.get('requests.json', { headers: { 'accept-encoding': 'gzip' } })
    expect(answered.headers.get('content-encoding')).toBe('gzip')
    expect(Buffer.from(await answered.arrayBuffer()).length).toBeLessThan(100_000)
    expect(await search()).toHaveLength(1000)
  })
})
