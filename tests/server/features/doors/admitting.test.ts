import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { Buffer } from 'node:buffer'
import { randomBytes, randomUUID } from 'node:crypto'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { PASS_MS, readPass } from '#shared/proofs/passes.ts'
import { expect, it } from 'vitest'
import { newDevice } from '../../../support/device.ts'
import { holdOut } from './device.ts'
import { accepted, freshDoor, refused, resultOf, STATIONS } from './door.ts'

const MINUTE_MS = 60_000
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phone: TestPhone
freshDoor(async (given) => {
  ;({ city, door, kiosk } = given)
  phone = await door.phone('rider')
})

it('a pass is for one device, for a day, and says nothing of who holds it', async () => {
  const { message } = readPass(phone.pass)!
  expect(message).toMatchObject({ groups: 1, issued: city.time.now, expires: city.time.now + PASS_MS })
  expect(phone.expires).toBe(city.time.now + PASS_MS)
  expect(Buffer.from(message.deviceKey).toString('base64url')).toBe(phone.deviceKey)
  const again = readPass((await door.phone('rider')).pass)!.message
  expect([again.holder, again.id === message.id]).toEqual([message.holder, false])
  expect(readPass((await door.phone('rider2')).pass)!.message.holder).not.toBe(message.holder)
})

it('a device has one pass that counts, however often it asks', async () => {
  for (let day = 0; day < 3; day++) {
    city.time.now += PASS_MS
    await city.as('rider').done('stations.givePass', { deviceKey: phone.deviceKey })
  }
  expect(await city.database.run('select device_key from passes')).toEqual([{ device_key: phone.deviceKey }])
})

it('no pass for whoever has not registered or is suspended, and none for a key that is no key', async () => {
  const { deviceKey } = newDevice()
  await city.database.run(`update accounts set registered_at = null where id = '${city.ids.rider2}'`)
  expect(await city.as('rider2').refused('stations.givePass', { deviceKey })).toMatchObject({
    code: 'stations.notRegistered',
  })
  const until = city.time.now + MINUTE_MS
  await city.as('admin').done('stations.suspend', { phone: city.phoneOf('rider3'), until, words: '核实中' })
  expect(await city.as('rider3').refused('stations.givePass', { deviceKey })).toMatchObject({
    code: 'stations.suspended',
    until,
  })
  for (const key of ['A'.repeat(44), Buffer.from([5, ...randomBytes(32)]).toString('base64url')]) {
    expect(await city.as('resident').refused('stations.givePass', { deviceKey: key })).toMatchObject({
      code: 'stations.passWrong',
    })
  }
  expect((await kiosk.send({ name: 'stations.givePass', input: { deviceKey } }))[0]).toMatchObject(
    refused({ code: 'command.notForYourRole' }),
  )
})

it('whoever holds their pass out to the tablet is let in', async () => {
  const { visitId, isOpen } = resultOf<'stations.admit'>(await kiosk.admit(phone.show()))
  expect(isOpen).toBe(true)
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toMatchObject([
    { id: visitId, byDoor: true, byPhone: false },
  ])
  expect(await door.allEntries()).toMatchObject([
    { how: 'admit', kioskId: kiosk.id, isOpen: true, occurredAt: city.time.now },
  ])
})

it('nobody but a paired tablet admits', async () => {
  for (const by of ['rider', 'keeper', 'admin'] as const) {
    expect(
      await city.as(by).refused('stations.admit', { entryId: randomUUID(), proof: phone.show() }),
    ).toMatchObject({ code: 'command.notForYourRole' })
    expect(
      await city
        .as(by)
        .refused('stations.recordEntry', { entryId: randomUUID(), proof: phone.show(), at: city.time.now }),
    ).toMatchObject({ code: 'command.notForYourRole' })
  }
  await kiosk.unpair()
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.kioskUnknown' }))
  expect(await kiosk.record(phone.show(), city.time.now)).toMatchObject(
    refused({ code: 'stations.kioskUnknown' }),
  )
})

it('a proof opens once, within a minute, and at one station', async () => {
  const proof = phone.show()
  expect(await (await door.kiosk('lake')).admit(proof)).toMatchObject(refused({ code: 'stations.passWrong' }))
  expect(await kiosk.admit(proof)).toMatchObject(accepted)
  expect(await kiosk.admit(proof)).toMatchObject(refused({ code: 'stations.proofUsed' }))
  expect(await (await door.kiosk()).admit(proof)).toMatchObject(refused({ code: 'stations.proofUsed' }))
  const waiting = (await door.phone('rider2')).show()
  city.time.now += 61_000
  expect(await kiosk.admit(waiting)).toMatchObject(refused({ code: 'stations.passOld' }))
  expect(await kiosk.record(waiting, city.time.now)).toMatchObject(refused({ code: 'stations.passOld' }))
})

it('a proof sixty seconds old is let in, and the next one a visit later', async () => {
  const proof = phone.show()
  city.time.now += 60_000
  expect(await kiosk.admit(proof)).toMatchObject(accepted)
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.tooSoon' }))
  city.time.now += VISIT_MERGE_MS
  expect(await kiosk.admit(phone.show())).toMatchObject(accepted)
})

it('a phone whose clock is ten minutes off is told so', async () => {
  expect(await kiosk.admit(phone.show('bridge', city.time.now + 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: 10 * MINUTE_MS }),
  )
  expect(await kiosk.admit(phone.show('bridge', city.time.now - 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.passOld' }),
  )
})

it('a tablet\'s own clock does not matter while it asks the server', async () => {
  for (const [shown, offMs] of [
    [phone, 10 * MINUTE_MS],
    [await door.phone('rider2'), -10 * MINUTE_MS],
  ] as const) {
    const sentAt = city.time.now + offMs
    const response = await kiosk.sendBatch(sentAt, [
      {
        id: randomUUID(),
        name: 'stations.admit',
        input: { entryId: randomUUID(), proof: shown.show() },
        madeAt: sentAt,
      },
    ])
    expect((await response.json()).replies).toMatchObject([accepted])
  }
})

it('a pass that has expired opens nothing, whatever its device signs', async () => {
  city.time.now = phone.expires
  expect(await kiosk.admit(phone.show())).toMatchObject(accepted)
  city.time.now += VISIT_MERGE_MS
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.passOld' }))
})

it('another device\'s signature, a pass without one, and nonsense open nothing', async () => {
  const other = newDevice()
  expect(
    await kiosk.admit(
      holdOut(other.privateKey, phone.pass, { station: STATIONS.bridge.number, time: city.time.now }),
    ),
  ).toMatchObject(refused({ code: 'stations.passWrong' }))
  for (const text of [phone.pass, '', 'NONSENSE', kiosk.code()])
    expect(await kiosk.admit(text)).toMatchObject(refused({ code: 'stations.passWrong' }))
})

it('the rules of the door hold for a pass too: group, hours, suspension, registration', async () => {
  await door.changeStation('bridge', { groups: 2 })
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.groupOut' }))
  await door.changeStation('bridge', { groups: 15, shutWords: '停电' })
  expect(await kiosk.admit(phone.show())).toMatchObject(
    refused({
      code: 'stations.closed',
      words: '停电',
      stationName: '集市驿站',
      stationId: STATIONS.market.id,
    }),
  )
  await door.changeStation('bridge', { shutWords: null })
  await city.database.run(`update accounts set registered_at = null where id = '${city.ids.rider}'`)
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.notRegistered' }))
  await city.database.run(`update accounts set disabled_at = 1 where id = '${city.ids.rider}'`)
  expect(await kiosk.admit(phone.show())).toMatchObject(refused({ code: 'stations.passWrong' }))
})

it('a kiosk that lost the answer and asks again is answered; another entry of that id is not', async () => {
  const entryId = randomUUID()
  const proof = phone.show()
  const first = resultOf<'stations.admit'>(await kiosk.admit(proof, entryId))
  expect(resultOf<'stations.admit'>(await kiosk.admit(proof, entryId))).toEqual(first)
  const other = await door.phone('rider2')
  expect(await kiosk.admit(other.show(), entryId)).toMatchObject(refused({ code: 'stations.idTaken' }))
  expect(await (await door.kiosk()).admit(proof, entryId)).toMatchObject(
    refused({ code: 'stations.idTaken' }),
  )
  expect(await door.allEntries()).toHaveLength(1)
})

it('held out to two tablets at once, five times each, one proof makes one entry', async () => {
  const proof = phone.show()
  const second = await door.kiosk()
  const replies = await Promise.all(
    [kiosk, second].flatMap(tablet => Array.from({ length: 5 }, () => tablet.admit(proof))),
  )
  expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  for (const reply of replies) expect(reply.status).toMatch(/accepted|refused/)
  expect(await door.allEntries()).toHaveLength(1)
})

it('the door code and the pass at once let somebody in once', async () => {
  const replies = await Promise.all([
    ...Array.from({ length: 3 }, () =>
      city.as('rider').sendOne('stations.enter', { entryId: randomUUID(), code: kiosk.code() })),
    ...Array.from({ length: 3 }, () => kiosk.admit(phone.show())),
  ])
  expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  expect(await door.visitsOf('rider')).toHaveLength(1)
})
