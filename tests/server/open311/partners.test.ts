import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { withdrawPartner } from '#server/core/partners/index.ts'
import { openLog } from '#server/http/logs.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, openTestCity, PLACE, STREET } from '../../support/city.ts'
import { freshStreet } from '../features/reports/street.ts'
import { open311, xml } from './partner.ts'
import { Created, Errors, Requests } from './specification.ts'

const DAY_MS = 86_400_000
let city: TestCity
let street: Street
let door: ReturnType<typeof open311>
let key: string
freshStreet((given) => {
  ({ city, street } = given)
  door = open311(city)
})

const sinkhole = {
  service_code: 'hazard',
  lat: String(PLACE.latitude),
  long: String(PLACE.longitude),
  description: '路面塌陷',
}
const filed = async (fields: Record<string, string>) => {
  const response = await door.post(fields)
  const body = await response.json()
  expect(response.status, JSON.stringify(body)).toBe(200)
  return Number(v.parse(Created, body)[0]!.service_request_id)
}
const refused = async (fields: Record<string, string>) => {
  const response = await door.post(fields)
  const [first] = v.parse(Errors, await response.json())
  expect(first!.code).toBe(String(response.status))
  return response.status
}
const rows = async () =>
  await city.database.run('select * from reports order by number') as Record<string, unknown>[]

describe('a partner', () => {
  it('reports by the rules for everybody, in its own name and without points', async () => {
    ({ key } = await door.newKey(STREET))
    const number = await filed({
      ...sinkhole,
      'api_key': key,
      'email': 'john@example.com',
      'first_name': 'john',
      'last_name': 'smith',
      'phone': '13800000099',
      'device_id': 'tt222111',
      'account_id': '123456',
      'media_url': 'http://127.0.0.1:1/x.jpg',
      'attribute[SPOT]': '中百超市门口',
      'attribute[SEEN_AT]': '2026-11-23T09:00:00+08:00',
    })
    const [row] = await rows()
    expect(row)
      .toMatchObject({ number, kind: 'hazard', area_id: STREET, text: '路面塌陷', spot: '中百超市门口' })
    expect(Number(row!.due_at) - Number(row!.filed_at)).toBe(DAY_MS)
    expect(Number(row!.seen_at)).toBe(Date.parse('2026-11-23T01:00:00Z'))
    // Of the person who told the partner nothing is kept anywhere, nor of what we were told to fetch.
    const receipts = await city.database.run('select * from receipts')
    for (const secret of ['john', 'smith', '13800000099', 'tt222111', '123456', 'x.jpg', key])
      expect(JSON.stringify([row, receipts])).not.toContain(secret)

    const { reports: [todo] } = await city.as('staff').ask('desk.reports', { view: 'todo' })
    const { desk } = await street.one('staff', todo!.id)
    expect(desk!.reporter).toEqual({ name: '合作方 · 测试合作方', phoneHint: '' })
    await street.bring(todo!.id, 'accepted')
    expect(await city.database.run('select * from transfers')).toEqual([])
    const { body } = await door.json(`requests/${number}.json`)
    expect(v.parse(Requests, body)[0]).toMatchObject({ status: 'open', description: '路面塌陷' })
  })

  it('is told what to do in an emergency, and the desk is at once', async () => {
    ({ key } = await door.newKey(STREET))
    const response = await door.post({ ...sinkhole, api_key: key, service_code: 'emergency' }, 'xml')
    const { service_requests: { request } } = xml.parse(await response.text())
    expect(request).toMatchObject({ service_notice: expect.stringContaining('119'), account_id: '' })
    expect(await street.told('staff')).toContain('reports.urgent')
  })

  it('who repeats a report gets the number again, also the day after and five times at once', async () => {
    ({ key } = await door.newKey())
    const other = await door.newKey()
    const five = await Promise.all(Array.from({ length: 5 }, () => filed({ api_key: key, ...sinkhole })))
    expect(new Set(five).size).toBe(1)
    city.time.now = Date.parse('2026-11-23T15:59:59Z')
    const late = await filed({ ...sinkhole, description: '夜里看到的', api_key: key })
    city.time.now += 2000
    // In another order, it is the same.
    const again = Object.fromEntries(Object.entries({ ...sinkhole, description: '夜里看到的' }).reverse())
    expect(await filed({ ...again, api_key: key })).toBe(late)
    expect(await rows()).toHaveLength(2)
    // Other words are another report, and so are another partner's.
    expect(await filed({ ...sinkhole, description: '还在塌', api_key: key })).not.toBe(five[0])
    expect(await filed({ ...sinkhole, api_key: other.key })).not.toBe(five[0])
    expect(await rows()).toHaveLength(4)
  })

  it('may say where by an area, by an address, or by a place alone', async () => {
    ({ key } = await door.newKey(STREET))
    const areaOf = async (fields: Record<string, string>) => {
      const description = crypto.randomUUID()
      const number = await filed({ api_key: key, service_code: 'other', description, ...fields })
      return (await rows()).find(row => row.number === number)!
    }
    expect((await areaOf({ address_id: COMMUNITY })).area_id).toBe(COMMUNITY)
    expect((await areaOf({ lat: '30.6', long: '114.27' })).area_id).toBe(STREET)
    const far = '某路 100 号，'.repeat(8)
    expect(await areaOf({ address_string: far })).toMatchObject({
      area_id: STREET,
      spot: [...far].slice(0, 40).join(''),
      text: expect.stringContaining(`地址：${far}`),
    })
  })
})

describe('the door for partners', () => {
  it('is shut without a key, with a wrong one and with one that was withdrawn', async () => {
    const partner = await door.newKey()
    expect(await refused(sinkhole)).toBe(403)
    expect(await refused({ ...sinkhole, api_key: '' })).toBe(403)
    const { id, key: good } = partner
    for (const wrong of ['x', `${good}x`, good.slice(0, -1), good.toUpperCase(), id, '\0'])
      expect(await refused({ ...sinkhole, api_key: wrong })).toBe(403)
    // The specification's own example, in XML.
    const text = await (await door.post({ ...sinkhole, api_key: 'xyz' }, 'xml')).text()
    const error = { code: '403', description: expect.any(String) }
    expect(xml.parse(text)).toMatchObject({ errors: { error } })
    // A key in the address is none: addresses are logged by proxies.
    const inAddress = await city.fetchAs(undefined)(`/open311/v2/requests.json?api_key=${good}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(sinkhole).toString(),
    })
    expect(inAddress.status).toBe(403)
    await filed({ ...sinkhole, api_key: partner.key })
    await city.database.transact(tx => withdrawPartner(tx, partner.id, city.time.now))
    expect(await refused({ ...sinkhole, api_key: partner.key })).toBe(403)
    expect(await city.database.run('select * from partners')).toEqual([
      expect.objectContaining({ key_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    ])
    expect(JSON.stringify(await city.database.run('select * from partners'))).not.toContain(partner.key)
  })

  it('says what is missing or wrong, and files nothing', async () => {
    ({ key } = await door.newKey(STREET))
    const send = async (fields: Record<string, string>) => await refused({ api_key: key, ...fields })
    const { service_code: _, ...noService } = sinkhole
    expect(await send(noService)).toBe(400)
    expect(await send({ ...sinkhole, service_code: 'security' })).toBe(404)
    expect(await send({ ...sinkhole, service_code: 'potholes' })).toBe(404)
    expect(await send({ ...sinkhole, jurisdiction_id: 'city.gov' })).toBe(404)
    for (const wrong of [
      { lat: '' },
      { lat: '30.6', long: '' },
      { lat: 'NaN', long: '1' },
      { lat: '37.76524078', long: '-122.4212043' }, // San Francisco.
      { lat: '30.55', long: '114.21' }, // Another district.
      { lat: '', long: '', address_id: '990000' },
      { lat: '', long: '', address_id: ELSEWHERE },
      { description: '长'.repeat(4001) },
      { 'attribute[SEEN_AT]': '昨天' },
    ] as Record<string, string>[])
      expect(await send({ ...sinkhole, ...wrong }), JSON.stringify(wrong).slice(0, 60)).toBe(400)
    expect(await send({ service_code: 'hazard', description: '没有位置' })).toBe(400)
    const sent = async (type: string, body: string) =>
      (await door.post({}, 'json', { headers: { 'content-type': type }, body })).status
    const large = `api_key=${key}&description=${'x'.repeat(70_000)}`
    expect(await sent('application/x-www-form-urlencoded', large)).toBe(400)
    expect(await sent('application/json', JSON.stringify({ ...sinkhole, api_key: key }))).toBe(400)
    expect(await rows()).toEqual([])
    // A description as long as the specification allows is taken whole.
    await filed({ ...sinkhole, api_key: key, description: '长'.repeat(4000) })
    expect((await rows())[0]!.text).toBe('长'.repeat(4000))
  })

  it('counts what a partner sends, and wrong keys by address', async () => {
    ({ key } = await door.newKey())
    const statuses: number[] = []
    for (let i = 0; i < 201; i++)
      statuses.push((await door.post({ ...sinkhole, api_key: key, description: `第 ${i} 处` })).status)
    expect(statuses.filter(status => status === 200)).toHaveLength(200)
    expect(statuses.at(-1)).toBe(429)
    city.time.now += 3_600_001
    for (let i = 0; i < 30; i++) expect(await refused({ ...sinkhole, api_key: `guess ${i}` })).toBe(403)
    expect(await refused({ ...sinkhole, api_key: 'one more' })).toBe(429)
  })
})

it('no key is in a log, neither of one who may nor of one who guesses', async () => {
  let lines = ''
  const log = openLog({ logLevel: 'trace' }, { write: (line: string) => void (lines += line) })
  const other = await openTestCity({}, log)
  const partner = open311(other)
  const { key } = await partner.newKey()
  await partner.post({ ...sinkhole, api_key: key })
  await partner.post({ ...sinkhole, api_key: 'a-guessed-key' })
  await other.fetchAs(undefined)(`/open311/v2/requests.json?api_key=${key}`)
  await other.close()
  expect(lines).toContain('/open311/v2/requests.json')
  for (const secret of [key, key.slice(4), 'a-guessed-key', '路面塌陷']) expect(lines).not.toContain(secret)
})
