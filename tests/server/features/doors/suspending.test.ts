import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { randomUUID } from 'node:crypto'
import { revokedHolders } from '#server/features/doors/passes/holders.ts'
import { PASS_MS, readPass } from '#shared/proofs/passes.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { accepted, freshDoor, refused } from './door.ts'

const HOUR_MS = 3_600_000
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phone: TestPhone
let until: number
freshDoor(async (given) => {
  ;({ city, door, kiosk } = given)
  phone = await door.phone('rider')
  until = city.time.now + HOUR_MS
})
const suspend = async (changes: { phone?: string, until?: number, words?: string } = {}) =>
  await city.as('admin').sendOne('stations.suspend', {
    phone: city.phoneOf('rider'),
    until,
    words: '核实中',
    ...changes,
  })
const enter = async () =>
  await city.as('rider').sendOne('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
const revoked = async () => await revokedHolders(city.database.read, city.time.now)
const holder = () => readPass(phone.pass)!.message.holder

it('whoever is suspended is refused at once, by code and by pass, and is told why', async () => {
  expect(await suspend()).toMatchObject(accepted)
  expect(await enter()).toMatchObject(refused({ code: 'stations.suspended', until }))
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.suspended', until }))
  expect(await city.as('rider').refused('stations.givePass', { deviceKey: phone.deviceKey })).toMatchObject({
    code: 'stations.suspended',
    until,
  })
  expect((await city.as('rider').ask('notices.mine', {})).notices).toMatchObject([
    { kind: 'stations.suspended', words: '核实中' },
  ])
  city.time.now = until
  expect(await enter()).toMatchObject(accepted)
})

it('tablets are given the holder for as long as the suspension and a pass both last', async () => {
  await door.phone('rider')
  expect(await revoked()).toEqual([])
  await suspend()
  expect(await revoked()).toEqual([holder()])
  city.time.now = until
  expect(await revoked()).toEqual([])
  city.time.now -= 1
  await suspend({ until: city.time.now + 3 * PASS_MS })
  city.time.now = phone.expires
  expect(await revoked()).toEqual([])
})

it('an organiser may end it early, or change for how long', async () => {
  await suspend()
  await suspend({ until: until + HOUR_MS, words: '再核实' })
  expect(await enter()).toMatchObject(refused({ code: 'stations.suspended', until: until + HOUR_MS }))
  await city.as('admin').done('stations.unsuspend', { accountId: city.ids.rider })
  expect([await revoked(), await enter()]).toMatchObject([[], accepted])
  expect(await city.as('admin').refused('stations.unsuspend', { accountId: city.ids.rider })).toMatchObject({
    code: 'stations.personUnknown',
  })
  expect(await city.as('admin').refused('stations.unsuspend', { accountId: randomUUID() })).toMatchObject({
    code: 'stations.personUnknown',
  })
})

it('five times at once it is one suspension', async () => {
  const command = {
    id: randomUUID(),
    name: 'stations.suspend',
    input: { phone: city.phoneOf('rider'), until, words: '核实中' },
  }
  const replies = (await Promise.all(Array.from({ length: 5 }, () => city.as('admin').send(command)))).flat()
  for (const reply of replies) expect(reply).toEqual({ id: command.id, ...accepted })
  expect(await door.told('rider')).toEqual(['stations.suspended'])
})

it('two organisers at the same moment: one suspension, no trouble', async () => {
  const input = { phone: city.phoneOf('rider'), until, words: '核实中' }
  const replies = await Promise.all([
    ...Array.from({ length: 3 }, () => city.as('admin').sendOne('stations.suspend', input)),
    city.as('admin2').sendOne('stations.suspend', input),
  ])
  for (const reply of replies) expect(reply).toMatchObject(accepted)
  expect(await city.database.run('select account_id from suspensions')).toEqual([
    { account_id: city.ids.rider },
  ])
})

it('nobody but an organiser suspends, and only people of their area who are there', async () => {
  const input = { phone: city.phoneOf('rider2'), until, words: '核实中' }
  for (const by of ['rider', 'keeper', 'staff', 'unit'] as const) {
    expect(await city.as(by).refused('stations.suspend', input)).toMatchObject({
      code: 'command.notForYourRole',
    })
    expect(await city.as(by).refused('stations.unsuspend', { accountId: city.ids.rider2 })).toMatchObject({
      code: 'command.notForYourRole',
    })
  }
  expect(await suspend({ phone: '13800009999' })).toMatchObject(refused({ code: 'stations.personUnknown' }))
  await suspend()
  await city.database.run(
    `update posts set scope = '${ELSEWHERE.slice(0, 6)}' where account_id = '${city.ids.admin}'`,
  )
  expect(await city.as('admin').refused('stations.suspend', input)).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(await city.as('admin').refused('stations.unsuspend', { accountId: city.ids.rider })).toMatchObject({
    code: 'command.notYourArea',
  })
  await city.database.run(`update posts set scope = '${COMMUNITY}' where account_id = '${city.ids.admin}'`)
  await city.as('admin').done('stations.suspend', input)
})

it('an account that is disabled is revoked too', async () => {
  await city.database.run(`update accounts set disabled_at = ${city.time.now} where id = '${city.ids.rider}'`)
  expect(await revoked()).toEqual([holder()])
})

it('whoever erases their account leaves nameless visits, and a pass that opens nothing', async () => {
  const [proof, at] = [phone.show(), city.time.now]
  await enter()
  const faultId = randomUUID()
  await city.as('rider').done('stations.reportFault', {
    faultId,
    stationId: kiosk.station.id,
    kind: 'power',
    words: '插座没电',
  })
  await suspend({ words: '先停一天' })
  await suspend()
  const { stays } = await city.as('rider').ask('identity.export', {})
  expect(stays).toMatchObject({
    visits: [{ stationId: kiosk.station.id, enteredAt: at }],
    entries: [{ how: 'enter' }],
    faults: [{ id: faultId, words: '插座没电' }],
    passes: [{ holder: holder() }],
    suspension: { until, words: '核实中' },
    formerSuspensions: [{ at, until: at }],
  })
  expect(JSON.stringify(stays)).not.toMatch(/flag|answeredBy|"by"/)

  city.time.now += 1000
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(
    await city.database.run('select account_id from visits union all select account_id from faults'),
  ).toEqual([{ account_id: null }, { account_id: null }])
  expect(
    await city.database.run(
      'select account_id from suspensions union all select account_id from former_suspensions',
    ),
  ).toEqual([])
  expect(await city.database.run('select device_key from passes')).toEqual([{ device_key: '' }])
  expect(await revoked()).toEqual([holder()])
  city.time.now += 1000
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.passWrong' }))
  expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  expect(await kiosk.record(phone.show(), city.time.now)).toMatchObject(accepted)
  expect(
    await city.database.run('select account_id, flag from visits order by entered_at, flag nulls first'),
  ).toEqual([
    { account_id: null, flag: null },
    { account_id: null, flag: null },
    { account_id: null, flag: 'revoked' },
  ])
})

it('nobody takes another\'s visits along', async () => {
  await enter()
  expect((await city.as('rider2').ask('identity.export', {})).stays).toEqual({
    visits: [],
    entries: [],
    faults: [],
    passes: [],
    suspension: null,
    formerSuspensions: [],
  })
})

it('a suspension that would be over already is refused', async () => {
  for (const past of [city.time.now, city.time.now - HOUR_MS])
    expect(await suspend({ until: past })).toMatchObject(refused({ code: 'stations.untilPast' }))
  expect(await door.told('rider')).toEqual([])
})
