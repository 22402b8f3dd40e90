import type { TestCity } from '../../support/city.ts'
import { stations } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'
import { STATIONS } from '../../support/journeys/people.ts'

let city: TestCity
const { near, far } = STATIONS
freshCity(async (opened) => {
  city = opened
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
})

const get = async (path: string, init?: RequestInit) => await city.fetchAs(undefined)(path, init)
const change = async (changes: Partial<typeof stations.$inferInsert>) =>
  await city.database.transact(tx => tx.update(stations).set(changes).where(eq(stations.id, near.id)))

interface Collection {
  type: string
  license: string
  date: string
  coordinates: string
  features: {
    id: string
    geometry: { type: string, coordinates: number[] }
    properties: Record<string, unknown>
  }[]
}

it('map makers take the stations as GeoJSON, with licence, day and the kind of coordinates', async () => {
  const week = [[540, 720, 840, 1080], null, null, null, null, null, [1080, 1560]]
  const exceptions = [{ day: '2026-11-24', span: null, words: '盘点' }]
  await change({ week, exceptions, phone: '13800000099' })
  const answered = await get('/data/stations.geojson')
  expect(answered.headers.get('content-type')).toBe('application/geo+json; charset=utf-8')
  expect(answered.headers.get('access-control-allow-origin')).toBe('*')
  const text = await answered.text()
  const { type, license, date, coordinates, features } = JSON.parse(text) as Collection
  expect([type, license, date]).toEqual(['FeatureCollection', 'CC BY 4.0', '2026-11-23'])
  expect(coordinates).toMatch(/WGS-84.*GCJ-02/)
  expect(features).toHaveLength(Object.keys(STATIONS).length)
  const station = features.find(({ id }) => id === near.id)!
  // Longitude comes first (RFC 7946).
  expect(station.geometry).toEqual({ type: 'Point', coordinates: [near.longitude, near.latitude] })
  expect(station.properties).toMatchObject({
    name: near.name,
    number: near.number,
    opening_hours:
      'Mo 09:00-12:00,14:00-18:00; Tu off; We off; Th off; Fr off; Sa off; Su 18:00-26:00; 2026 Nov 24 off',
    self_service: true,
    may_be_closed: false,
    url: expect.stringMatching(new RegExp(`/s/${near.number}$`)),
  })
  // A station's phone may be its keeper's own: it is for who is signed in.
  expect(text).not.toContain('13800000099')
})

it('a station that is closed for now is left out, and comes again', async () => {
  const names = async () => await (await get('/data/stations.csv')).text()
  expect(await names()).toContain(near.name)
  await change({ shutWords: '停电' })
  expect(await names()).not.toContain(near.name)
  expect(await names()).toContain(far.name)
  await change({ shutWords: null })
  expect(await names()).toContain(near.name)
})

it('the table opens in a spreadsheet, and no cell of it runs', async () => {
  await change({ name: '=HYPERLINK("http://127.0.0.1")', address: '一号, "东"门' })
  const answered = await get('/data/stations.csv')
  expect(answered.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answered.headers.get('content-disposition')).toBe('attachment; filename="stations.csv"')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answered.arrayBuffer())
  expect(text.startsWith('\uFEFFnumber,name,kind,')).toBe(true)
  expect(text).toContain('"\'=HYPERLINK(""http://127.0.0.1"")"')
  expect(text).toContain('"一号, ""东""门"')
  for (const line of text.trim().split('\r\n').slice(1))
    expect(line).toMatch(/WGS-84（EPSG:4326）,2026-11-23,CC BY 4\.0,/)
})

it('who has it already is told that nothing changed, and nobody asks without end', async () => {
  const first = await get('/data/stations.geojson')
  const tag = { headers: { 'if-none-match': first.headers.get('etag')! } }
  expect((await get('/data/stations.geojson', tag)).status).toBe(304)
  const weak = { headers: { 'if-none-match': `W/${first.headers.get('etag')}` } }
  expect((await get('/data/stations.geojson', weak)).status, 'a proxy has compressed it').toBe(304)
  await change({ name: '新名字' })
  expect((await get('/data/stations.geojson', tag)).status).toBe(200)
  const statuses = new Set<number>()
  for (let i = 0; i < 300; i++) statuses.add((await get('/data/stations.csv')).status)
  expect([...statuses]).toEqual([200, 429])
})
