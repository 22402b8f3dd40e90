import type { TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { kindRules, reportKinds } from '#shared/reports/rules.ts'
import { XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, PLACE } from '../../support/city.ts'
import { freshStreet } from '../features/reports/street.ts'
import { open311, xml } from './partner.ts'
import {
  asXml,
  Definition,
  Discovery,
  Errors,
  ExtendedRequests,
  OfToken,
  Requests,
  Services,
} from './specification.ts'

let city: TestCity
let street: Street
let door: ReturnType<typeof open311>
freshStreet((given) => {
  ({ city, street } = given)
  door = open311(city)
})

/** Asks in both formats, which must say the same; the JSON by the specification. */
async function both<S extends v.GenericSchema>(path: string, root: string, schema: S) {
  const [name, query = ''] = path.split('?') as [string, string?]
  const asJson = await door.get(`${name}.json?${query}`)
  const inXml = await door.get(`${name}.xml?${query}`)
  expect([asJson.status, inXml.status]).toEqual([200, 200])
  expect(asJson.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(inXml.headers.get('content-type')).toBe('text/xml; charset=utf-8')
  const [body, text] = [await asJson.json(), await inXml.text()]
  expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>/)
  expect(XMLValidator.validate(text)).toBe(true)
  const { '?xml': _, ...said } = xml.parse(text)
  expect(said).toEqual({ [root]: asXml(root, body) })
  return v.parse(schema, body)
}

const numberOf = async (reportId: string) => (await street.one('rider', reportId)).number
const idsOf = async (query: string) => {
  const { status, body } = await door.json(`requests.json?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return v.parse(Requests, body).map(({ service_request_id: id }) => Number(id))
}
const of = async (reportId: string) => {
  const { body } = await door.json(`requests/${await numberOf(reportId)}.json`)
  return v.parse(Requests, body)[0]!
}
const closed = async (reportId: string) => {
  await street.bring(reportId, 'accepted', 'assigned', 'working', 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: true })
}

describe('what Open311 offers', () => {
  it('is found by its discovery, with the fields of the specification', async () => {
    const { endpoints: [endpoint] } = await both('discovery', 'discovery', Discovery)
    expect(endpoint!.url).toMatch(/\/open311\/v2$/)
    expect((await city.fetchAs(undefined)('/open311/discovery.xml')).status).toBe(200)
  })

  it('has every public kind, and never security leads', async () => {
    const services = await both('services', 'services', Services)
    expect(services.map(({ service_code: code }) => code))
      .toEqual(reportKinds.filter(kind => kind !== 'security'))
    for (const { service_code: code } of services) {
      const definition = await both(`services/${code}`, 'service_definition', Definition)
      const { attributes, service_code: same } = definition
      expect(same).toBe(code)
      expect(attributes.map(({ order }) => order)).toEqual([1, 2])
    }
  })

  it.each(['security', 'nothing', '%3Cb%3E', '..'])('has no service "%s"', async (code) => {
    const { status, body } = await door.json(`services/${code}.json`)
    expect([status, v.parse(Errors, body)[0]!.code]).toEqual([404, '404'])
    const answered = await door.json(`requests.json?service_code=${code}`)
    expect([answered.status, v.parse(Errors, answered.body)[0]!.code]).toEqual([404, '404'])
  })
})

describe('a report', () => {
  it('shows no word before staff accepted it, then its text, its unit and its end', async () => {
    const reportId = await street.file('rider', { text: '井盖松动，联系 138 0000 0001 或 a.b@c.cn，车牌鄂A·12345' })
    const filed = await of(reportId)
    expect(filed).toMatchObject({ status: 'open', description: null, media_url: null, address_id: COMMUNITY })
    expect(filed.address).toMatch(/^[^,]+社区[^,]*, [^,]+, 江汉区, 武汉市$/)
    city.time.now += 60_000
    await street.bring(reportId, 'accepted')
    expect(await of(reportId)).toMatchObject({
      description: '井盖松动，联系 ［已隐去］ 或 ［已隐去］，车牌［已隐去］',
      requested_datetime: '2026-11-23T02:00:00Z',
      updated_datetime: '2026-11-23T02:01:00Z',
      agency_responsible: null,
    })
    await street.bring(reportId, 'assigned', 'working')
    expect(await of(reportId)).toMatchObject({ status: 'open', agency_responsible: '市政维修队' })
    await street.bring(reportId, 'resolved')
    expect(await of(reportId)).toMatchObject({ status: 'closed', status_notes: '已处理，等上报人确认' })
  })

  it('never has a name, an exact place or words about the place', async () => {
    const place = { latitude: 30.601234, longitude: 114.271234, accuracy: 8 }
    const reportId = await street.file('rider', { place, spot: '三栋二单元门口' })
    await closed(reportId)
    const all = await (await door.get('requests.json?extensions=true')).text()
    for (const secret of ['三栋', '测试rider', city.ids.rider, '30.60123', '114.27123', reportId])
      expect(all).not.toContain(secret)
  })

  it('has a picture only if that is public already', async () => {
    const reportId = await street.file('rider')
    await street.bring(reportId, 'accepted', 'assigned', 'working', 'resolved')
    expect((await of(reportId)).media_url).toBeNull()
    await city.database.run('delete from after_photo_checks')
    const { media_url: url } = await of(reportId)
    const picture = await city.fetchAs(undefined)(new URL(url!).pathname)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    await city.as('staff').done('reports.hidePair', { reportId, reason: '拍到了人脸' })
    expect((await of(reportId)).media_url).toBeNull()
  })

  it('of a security lead is never published, and of an emergency only once it is settled', async () => {
    const security = await street.file('rider', { kind: 'security' })
    const emergency = await street.file('rider', { kind: 'emergency' })
    const numbers = [await numberOf(security), await numberOf(emergency)]
    const seen = async () => [
      await idsOf(''),
      await idsOf(`service_request_id=${numbers.join(',')}`),
      await idsOf(`lat=${PLACE.latitude}&long=${PLACE.longitude}&radius=5000`),
    ]
    expect(await seen()).toEqual([[], [], []])
    await closed(security)
    await street.bring(emergency, 'accepted', 'assigned', 'working', 'resolved')
    expect(await seen()).toEqual([[], [], []])
    expect((await door.get(`requests/${numbers[1]}.json`)).status).toBe(404)
    await city.as('rider').done('reports.rate', { reportId: emergency, fixed: true })
    expect(await seen()).toEqual([[numbers[1]], [numbers[1]], [numbers[1]]])
    // Every kind follows the same two rules.
    expect(reportKinds.filter(kind => kindRules[kind].urgent)).toEqual(['warning', 'emergency'])
  })

  it('that was withdrawn is gone, and a declined one has neither place nor words', async () => {
    const [withdrawn, declined] = [await street.file('rider'), await street.file('rider')]
    const number = await numberOf(withdrawn)
    await city.as('rider').done('reports.withdraw', { reportId: withdrawn })
    expect((await door.get(`requests/${number}.xml`)).status).toBe(404)
    await city.as('staff').done('reports.move', { reportId: declined, to: 'declined', words: '看不清' })
    expect(await of(declined))
      .toMatchObject({ status: 'closed', description: null, lat: null, long: null, status_notes: '未受理' })
    expect(await idsOf(`lat=${PLACE.latitude}&long=${PLACE.longitude}`)).toEqual([])
  })

  it('is the same in XML and in JSON, also with all that the extensions add', async () => {
    const text = '<b>&"\' ]]> <!ENTITY x SYSTEM "file:///etc/passwd">'
    const reportId = await street.file('rider', { text })
    await closed(reportId)
    const [request] = await both('requests', 'service_requests', Requests)
    expect(request!.description).toBe(text)
    expect(await (await door.get('requests.xml')).text()).not.toContain('<!ENTITY')
    const { body } = await door.json('requests.json?extensions=true')
    const [extended] = v.parse(ExtendedRequests, body)
    expect(extended!.extended_attributes).toMatchObject({ state: 'closed' })
    expect(extended!.notes.map(({ type }) => type))
      .toEqual(['accepted', 'assigned', 'working', 'resolved', 'closed'])
    const inXml = await (await door.get('requests.xml?extensions=true')).text()
    expect(XMLValidator.validate(inXml)).toBe(true)
    expect(xml.parse(inXml).service_requests.request.notes.note).toHaveLength(5)
  })

  it('is found by its number as by a token, for every service answers at once', async () => {
    const number = await numberOf(await street.file('rider'))
    const found = await both(`tokens/${number}`, 'service_requests', OfToken)
    expect(found).toEqual([{ service_request_id: String(number), token: String(number) }])
    expect((await door.get('tokens/123456789.xml')).status).toBe(404)
  })
})
