import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { audit } from '#server/core/audit/index.ts'
import { stationTitles } from '#shared/stations/names.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { cellsOfCsv } from '../../../support/journeys/xlsx.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

type Line = CommandInput<'stations.import'>['rows'][number]
let city: TestCity
freshCity(async (given) => {
  city = given
  await doorOf(city)
}, { LIMITS_FACTOR: '100' })
const fresh: Line = {
  number: '801',
  name: '新开驿站',
  kind: '社区驿站',
  area: '江汉区民意街街道',
  address: '新开路 1 号',
  latitude: '30.58',
  longitude: '114.27',
  isSelfService: '是',
  facilities: '充电、饮水',
  hours: '周一至周五 09:00–18:00；周六至周日 10:00–16:00',
  phone: '138 0000 8001',
}
/** The bridge's line as it stands. */
const bridge: Line = {
  number: '101',
  name: '桥头驿站',
  kind: '社区驿站',
  area: COMMUNITY,
  address: '测试路 1 号',
  latitude: '30.58',
  longitude: '114.27',
  isSelfService: '是',
}
const bring = async (
  rows: Line[],
  { dryRun = false, by = 'admin' as PersonName, seen = city.time.now } = {},
) =>
  await city.as(by).done('stations.import', { rows, dryRun, ...!dryRun && { seen } })
const nothing = { made: [], changed: [], same: 0, refused: [] }
const all = async () => (await city.as('rider').ask('stations.all', {})).stations

it('a table is tried first: new, changed and same lines are counted, and nothing is written', async () => {
  const before = await all()
  const rows = [fresh, { ...bridge, address: '测试路 11 号', hours: '每天 08:00–20:00' }, bridge]
  expect(await bring(rows.slice(0, 2), { dryRun: true })).toEqual({
    ...nothing,
    made: [1],
    changed: [{ line: 2, columns: ['address', 'hours'] }],
    asOf: city.time.now,
  })
  expect(await bring([bridge], { dryRun: true })).toEqual({ ...nothing, same: 1, asOf: city.time.now })
  expect(await all()).toEqual(before)
})

it('then it is imported; imported again it changes nothing', async () => {
  const rows = [fresh, { ...bridge, address: '测试路 11 号' }]
  expect(await bring(rows)).toMatchObject({ made: [1], changed: [{ line: 2 }], refused: [] })
  const [made] = (await all()).filter(({ number }) => number === 801)
  expect(made).toMatchObject({ name: '新开驿站', areaId: '420103006', facilities: 3, isSelfService: true })
  expect(await city.as('admin').ask('stations.one', { stationId: made!.id })).toMatchObject({
    phone: '13800008001',
    week: [...Array.from({ length: 5 }, () => [540, 1080]), [600, 960], [600, 960]],
  })
  expect((await all()).find(({ number }) => number === 101)).toMatchObject({
    address: '测试路 11 号',
    id: STATIONS.bridge.id,
  })
  expect(await bring(rows)).toEqual({ ...nothing, same: 2, asOf: city.time.now })
  const lines = await city.database.read.select().from(audit).where(eq(audit.act, 'stations.import'))
  expect(lines.map(({ reason }) => reason)).toEqual(['新增 1，修改 1，共 2 条', '新增 0，修改 0，共 2 条'])
})

it.each([
  ['stations.numberWrong', { number: '十二' }],
  ['stations.numberWrong', { number: '13800000001' }],
  ['stations.nameWrong', { name: ' ' }],
  ['stations.nameWrong', { name: '长'.repeat(41) }],
  ['stations.kindUnknown', { kind: '小卖部' }],
  ['stations.areaUnknown', { area: '没有街道' }],
  ['stations.areaUnknown', { area: '江汉区' }],
  ['stations.areaAmbiguous', { area: '东风社区' }],
  ['stations.addressWrong', { address: '' }],
  ['stations.placeWrong', { latitude: '114.27', longitude: '30.58' }],
  ['stations.placeWrong', { latitude: '' }],
  ['stations.selfServiceWrong', { isSelfService: '也许' }],
  ['stations.facilityUnknown', { facilities: '充电、冰淇淋' }],
  ['stations.hoursWrong', { hours: '随时' }],
  ['stations.phoneWrong', { phone: '12345' }],
] as const)('a bad line is named by its number, the others are taken: %s', async (code, wrong) => {
  const rows = [{ ...fresh, number: '802' }, { ...fresh, ...wrong }]
  for (const dryRun of [true, false])
    expect(await bring(rows, { dryRun })).toMatchObject({ made: [1], refused: [{ line: 2, code }] })
})

it('a number that stands twice counts once', async () => {
  expect(await bring([fresh, { ...fresh, name: '又一个' }]))
    .toMatchObject({ made: [1], refused: [{ line: 2, code: 'stations.numberTwice' }] })
})

it('what a table has no column for, or leaves empty, stays as it is', async () => {
  await bring([fresh])
  const { isSelfService: _, facilities: __, hours: ___, ...bare } = fresh
  expect(await bring([{ ...bare, phone: '' }])).toMatchObject({ same: 1 })
  expect(await bring([{ ...bare, facilities: '' }]))
    .toMatchObject({ changed: [{ columns: ['facilities'] }] })
})

it('staff of a street bring in their own area\'s stations alone, and take none from another', async () => {
  const others = { ...bridge, number: '103', name: '湖边驿站' }
  const rows = [fresh, { ...fresh, number: '803', area: '晴川街道' }, others]
  expect(await bring(rows, { by: 'staff' })).toMatchObject({
    made: [1],
    refused: [2, 3].map(line => ({ line, code: 'command.notYourArea' })),
  })
  expect((await all()).find(({ number }) => number === 103)).toMatchObject({ areaId: STATIONS.lake.areaId })
  expect(await city.as('keeper').refused('stations.import', { rows, dryRun: true }))
    .toEqual({ code: 'command.notForYourRole' })
})

describe('two clerks', () => {
  const stationId = STATIONS.bridge.id
  const changeByOther = async () => {
    city.time.now += 1000
    await city.as('admin2').done('stations.keep', {
      stationId,
      hours: { week: Array.from({ length: 7 }, () => [600, 1200]), exceptions: [] },
    })
    city.time.now += 1000
  }

  it('what another changed after the table was tried is not overwritten', async () => {
    const line = { ...bridge, hours: '每天 08:00–20:00' }
    const { asOf } = await bring([line], { dryRun: true })
    await changeByOther()
    expect(await bring([line], { seen: asOf }))
      .toMatchObject({ changed: [], refused: [{ line: 1, code: 'stations.changedSince' }] })
    expect(await bring([{ ...bridge, address: '新址' }], { seen: asOf }))
      .toMatchObject({ changed: [{ line: 1 }] })
    expect(await bring([line])).toMatchObject({ changed: [{ line: 1, columns: ['address', 'hours'] }] })
  })

  it('nor what another changed after it was exported; one\'s own changes are', async () => {
    const { version } = (await city.as('admin').ask('stations.book', {})).stations[0]!
    const line = { ...bridge, hours: '每天 08:00–20:00', version: `v${version}` }
    await changeByOther()
    expect(await bring([line], { dryRun: true }))
      .toMatchObject({ refused: [{ code: 'stations.changedSince' }] })
    const { version: later } = (await city.as('admin').ask('stations.book', {})).stations[0]!
    expect(await bring([{ ...line, version: `v${later}` }])).toMatchObject({ changed: [{ line: 1 }] })
    city.time.now += 1000
    expect(await bring([{ ...line, version: `v${later}`, hours: '每天 07:00–20:00' }]))
      .toMatchObject({ changed: [{ line: 1 }] })
  })
})

it('the desk\'s own file can be brought in again and is the same; 600 lines go in at once', async () => {
  const rows = Array.from({ length: 600 }, (_, at) =>
    ({ ...fresh, number: String(1_000 + at), name: `驿站 ${at}`, address: `=${at} 号` }))
  expect((await bring(rows)).made).toHaveLength(600)
  const file = await city.as('admin').fetch('/api/exports/stations/csv?input=%7B%7D')
  const [titles, ...lines] = cellsOfCsv(Buffer.from(await file.arrayBuffer()).toString('utf8'))
  const keys = Object.entries(stationTitles).map(([key, title]) => [key, titles!.indexOf(title)] as const)
  expect(keys.filter(([, at]) => at < 0).map(([key]) => key)).toEqual(['phone'])
  const exported = lines.map(cells => Object.fromEntries(
    keys.filter(([, at]) => at >= 0).map(([key, at]) => [key, cells[at]!.replace(/^'=/, '=')]),
  ) as unknown as Line)
  expect(await bring(exported)).toEqual({ ...nothing, same: 603, asOf: city.time.now })
  expect((await all()).filter(({ number }) => number >= 1_000)).toHaveLength(600)
})
