import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { randomUUID } from 'node:crypto'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { EPOCH_MS } from '#shared/proofs/codes.ts'
import { expect, it } from 'vitest'
import { accepted, freshDoor, ORIGIN, refused, resultOf, STATIONS } from './door.ts'

const MINUTE_MS = 60_000
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phone: TestPhone
freshDoor(async (given) => {
  ;({ city, door, kiosk } = given)
  phone = await door.phone('rider')
})
const checkIn = async (
  waitedMs: number,
  code: string,
  entryId: string = randomUUID(),
  by: 'rider' | 'rider2' = 'rider',
) => await city.as(by).later(waitedMs, 'stations.checkIn', { entryId, code })

it('a code kept without a network is a visit, from when it was seen', async () => {
  const code = kiosk.code()
  const seenAt = city.time.now
  city.time.now += 3 * 3_600_000
  const reply = await checkIn(3 * 3_600_000, code)
  expect(reply).toMatchObject({ ...accepted, result: { stationId: STATIONS.bridge.id, stationName: '桥头驿站' } })
  const { visitId } = resultOf<'stations.checkIn'>(reply)
  expect((await city.as('rider').ask('stations.myVisits', {})).visits).toMatchObject([
    { id: visitId, enteredAt: seenAt, byDoor: false, byPhone: true },
  ])
  expect(await door.stationNow()).toMatchObject({ lastOpenedAt: null })
})

it('a kept code counts two minutes to either side of when its tablet showed it', async () => {
  city.time.now = Math.floor(city.time.now / EPOCH_MS) * EPOCH_MS + 60 * MINUTE_MS
  const shownAt = city.time.now - 60 * MINUTE_MS
  const code = kiosk.code(shownAt)
  const seen = async (offMs: number) => await checkIn(city.time.now - shownAt - offMs, code)
  expect(await seen(2 * MINUTE_MS + 1)).toMatchObject(refused({ code: 'stations.codeOld' }))
  expect(await seen(-2 * MINUTE_MS - 1)).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: 2 * MINUTE_MS + 1 }),
  )
  expect(await seen(2 * MINUTE_MS)).toMatchObject(accepted)
  expect(await seen(-2 * MINUTE_MS)).toMatchObject(accepted)
})

it('the clock of a phone that was off is corrected; that of the tablet is told', async () => {
  const [code, seenAt] = [kiosk.code(), city.time.now]
  city.time.now += MINUTE_MS * 60
  for (const [by, offMs] of [
    ['rider', 10 * MINUTE_MS],
    ['rider2', -10 * MINUTE_MS],
  ] as const) {
    const response = await city
      .as(by)
      .sendBatch(city.time.now + offMs, [
        {
          id: randomUUID(),
          name: 'stations.checkIn',
          input: { entryId: randomUUID(), code },
          madeAt: seenAt + offMs,
        },
      ])
    expect((await response.json()).replies).toMatchObject([accepted])
    expect(await door.visitsOf(by)).toMatchObject([{ enteredAt: seenAt }])
  }
  expect(await checkIn(0, kiosk.code(city.time.now + 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: expect.any(Number) }),
  )
  expect(await checkIn(0, kiosk.code(city.time.now - 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.codeOld' }),
  )
})

it('a tablet\'s codes count for as long as it was paired', async () => {
  const [before, after] = [
    kiosk.code(city.time.now - 10 * MINUTE_MS),
    kiosk.code(city.time.now + 20 * MINUTE_MS),
  ]
  city.time.now += 10 * MINUTE_MS
  const during = kiosk.code(city.time.now)
  await kiosk.unpair()
  city.time.now += 10 * MINUTE_MS
  expect(await checkIn(20 * MINUTE_MS, before)).toMatchObject(refused({ code: 'stations.codeWrong' }))
  expect(await checkIn(10 * MINUTE_MS, during)).toMatchObject(accepted)
  expect(await checkIn(0, after)).toMatchObject(refused({ code: 'stations.codeWrong' }))
})

it('a poster\'s link and forged codes prove nothing; nobody checks in as another', async () => {
  for (const code of [
    `${ORIGIN}/stations/${STATIONS.bridge.id}`,
    `${ORIGIN}/d/${STATIONS.bridge.number}`,
    kiosk.code().slice(0, -2),
  ])
    expect(await checkIn(0, code)).toMatchObject(refused({ code: 'stations.codeWrong' }))
  const entryId = randomUUID()
  expect(await checkIn(0, kiosk.code(), entryId)).toMatchObject(accepted)
  expect(await checkIn(0, kiosk.code(), entryId, 'rider2')).toMatchObject(
    refused({ code: 'stations.idTaken' }),
  )
  await city.database.run(`update accounts set registered_at = null where id = '${city.ids.rider2}'`)
  expect(await checkIn(0, kiosk.code(), randomUUID(), 'rider2')).toMatchObject(
    refused({ code: 'stations.notRegistered' }),
  )
  expect(
    (await kiosk.send({ name: 'stations.checkIn', input: { entryId, code: kiosk.code() } }))[0],
  ).toMatchObject(refused({ code: 'command.notForYourRole' }))
})

it('an entry whose answer was lost and was kept as well is one entry', async () => {
  const input = { entryId: randomUUID(), code: kiosk.code() }
  const { visitId } = resultOf<'stations.enter'>(await city.as('rider').sendOne('stations.enter', input))
  expect(resultOf<'stations.checkIn'>(await checkIn(0, input.code, input.entryId))).toMatchObject({ visitId })
  expect(await door.allEntries()).toMatchObject([{ how: 'enter', isOpen: true }])
})

it('five times at once, a kept code is one visit', async () => {
  const command = {
    id: randomUUID(),
    name: 'stations.checkIn',
    input: { entryId: randomUUID(), code: kiosk.code() },
    madeAt: city.time.now,
  }
  const replies = (await Promise.all(Array.from({ length: 5 }, () => city.as('rider').send(command)))).flat()
  for (const reply of replies) expect(reply).toEqual(replies[0])
  expect(replies[0]).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toHaveLength(1)
})

it('what a tablet did by itself is written down when it tells, by the time it was done', async () => {
  const [proof, openedAt, entryId] = [phone.show(), city.time.now, randomUUID()]
  city.time.now += 2 * 86_400_000
  for (let i = 0; i < 3; i++) expect(await kiosk.record(proof, openedAt, entryId)).toMatchObject(accepted)
  // It rebooted, and forgot under which id.
  expect(await kiosk.record(proof, openedAt)).toMatchObject(accepted)
  expect(await door.allEntries()).toMatchObject([
    {
      id: entryId,
      how: 'kiosk',
      kioskId: kiosk.id,
      occurredAt: openedAt,
      receivedAt: city.time.now,
      isOpen: true,
    },
  ])
  expect(await door.visitsOf('rider')).toMatchObject([{ enteredAt: openedAt, flag: null }])
  expect(await door.stationNow()).toMatchObject({ lastOpenedAt: openedAt })
})

it('the same entry that was admitted and recorded is one', async () => {
  const [proof, entryId] = [phone.show(), randomUUID()]
  expect(await kiosk.admit(proof, entryId)).toMatchObject(accepted)
  expect(await kiosk.record(proof, city.time.now, entryId)).toMatchObject(accepted)
  expect(await door.allEntries()).toMatchObject([{ id: entryId, how: 'admit', isOpen: true }])
  expect(await kiosk.record((await door.phone('rider2')).show(), city.time.now, entryId)).toMatchObject(
    refused({ code: 'stations.idTaken' }),
  )
})

it('door record and phone record of one entry are one visit, whichever comes first', async () => {
  const [proof, code, at] = [phone.show(), kiosk.code(), city.time.now]
  const other = await door.phone('rider2')
  const otherProof = other.show('bridge', at + MINUTE_MS)
  city.time.now += 3_600_000
  expect(await kiosk.record(proof, at + 20_000)).toMatchObject(accepted)
  expect(await checkIn(3_600_000, code)).toMatchObject(accepted)
  expect(await checkIn(3_600_000, code, randomUUID(), 'rider2')).toMatchObject(accepted)
  expect(await kiosk.record(otherProof, at + MINUTE_MS)).toMatchObject(accepted)
  for (const by of ['rider', 'rider2'] as const) {
    expect((await city.as(by).ask('stations.myVisits', {})).visits).toMatchObject([
      { enteredAt: at, byDoor: true, byPhone: true },
    ])
  }
  expect(await door.allEntries()).toHaveLength(4)
})

it('records of one person further apart, or past their leaving, are visits of their own', async () => {
  const [first, second] = [phone.show(), phone.show('bridge', city.time.now + VISIT_MERGE_MS + 1000)]
  const start = city.time.now
  city.time.now += 3_600_000
  await kiosk.record(first, start)
  await kiosk.record(second, start + VISIT_MERGE_MS + 1000)
  expect(await door.visitsOf('rider')).toHaveLength(2)
  const other = await door.phone('rider2')
  const again = other.show('bridge', city.time.now + MINUTE_MS)
  const { visitId } = resultOf<'stations.admit'>(await kiosk.admit(other.show()))
  city.time.now += 30_000
  await city.as('rider2').done('stations.leave', { visitId })
  city.time.now += 40_000
  await kiosk.record(again, city.time.now - 10_000)
  expect(await door.visitsOf('rider2')).toHaveLength(2)
})

it('two kiosks without a network, one person: both entries are saved, the visits are marked', async () => {
  const lake = await door.kiosk('lake')
  const [here, there, at] = [phone.show('bridge'), phone.show('lake'), city.time.now]
  city.time.now += 3_600_000
  expect(await kiosk.record(here, at)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: null }])
  expect(await lake.record(there, at + MINUTE_MS - 1000)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([
    { stationId: STATIONS.bridge.id, flag: 'twoPlaces' },
    { stationId: STATIONS.lake.id, flag: 'twoPlaces' },
  ])
})

it('two kiosks of one station, one proof, no network: both entries make one marked visit', async () => {
  const back = await door.kiosk()
  const [proof, at] = [phone.show(), city.time.now]
  city.time.now += 3_600_000
  expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  expect(await back.record(proof, at + 5000)).toMatchObject(accepted)
  expect(await door.allEntries()).toMatchObject([{ kioskId: kiosk.id }, { kioskId: back.id }])
  expect(await door.visitsOf('rider')).toMatchObject([{ enteredAt: at, flag: 'twoPlaces' }])
})

it('tablets and the phone that tell of one person at once make one visit', async () => {
  const back = await door.kiosk()
  const [proofs, code, at] = [[phone.show(), phone.show()], kiosk.code(), city.time.now]
  city.time.now += 3_600_000
  const replies = await Promise.all([
    kiosk.record(proofs[0]!, at),
    back.record(proofs[1]!, at),
    checkIn(3_600_000, code),
    checkIn(3_600_000, code),
  ])
  for (const reply of replies) expect(reply).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toHaveLength(1)
  expect(await door.allEntries()).toHaveLength(4)
})

it('whoever had been suspended by then is marked, not unsaid', async () => {
  const [proof, code, at] = [
    phone.show('bridge', city.time.now + MINUTE_MS),
    kiosk.code(city.time.now + MINUTE_MS),
    city.time.now + MINUTE_MS,
  ]
  await city.as('admin').done('stations.suspend', {
    phone: city.phoneOf('rider'),
    until: at + 1000,
    words: '核实中',
  })
  city.time.now += 3_600_000
  expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  expect(await checkIn(city.time.now - at, code)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: 'revoked' }])
})

it('whoever was suspended only afterwards is not marked', async () => {
  const [proof, at] = [phone.show(), city.time.now]
  city.time.now += 3_600_000
  await city.as('admin').done('stations.suspend', {
    phone: city.phoneOf('rider'),
    until: city.time.now + MINUTE_MS,
    words: '核实中',
  })
  expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: null }])
})

it('a tablet whose clock is ten minutes off is marked, and its entries are put right', async () => {
  for (const [by, offMs] of [['rider2', 10 * MINUTE_MS], ['rider3', -10 * MINUTE_MS]] as const) {
    // What its clock said a minute ago, and the phone's beside it.
    const at = city.time.now - MINUTE_MS + offMs
    const proof = (await door.phone(by)).show('bridge', at)
    const response = await kiosk.sendBatch(city.time.now + offMs, [
      {
        id: randomUUID(),
        name: 'stations.recordEntry',
        input: { entryId: randomUUID(), proof, at },
        madeAt: at,
      },
    ])
    expect((await response.json()).replies).toMatchObject([accepted])
    expect(await door.visitsOf(by)).toMatchObject([{ enteredAt: city.time.now - MINUTE_MS, flag: 'clock' }])
  }
})

it('a tablet that went by our time, its own clock ten minutes off, is not put right twice', async () => {
  const [at, offMs] = [city.time.now - MINUTE_MS, 10 * MINUTE_MS]
  const response = await kiosk.sendBatch(city.time.now + offMs, [
    {
      id: randomUUID(),
      name: 'stations.recordEntry',
      input: { entryId: randomUUID(), proof: phone.show('bridge', at), at },
      madeAt: at + offMs,
    },
  ])
  expect((await response.json()).replies).toMatchObject([accepted])
  expect(await door.visitsOf('rider')).toMatchObject([{ enteredAt: at, flag: 'clock' }])
})

it('so is one whose clock was ten minutes off then and is right now', async () => {
  const [at, offMs] = [city.time.now - MINUTE_MS, 10 * MINUTE_MS]
  const proof = (await door.phone('rider2')).show('bridge', at + offMs)
  const response = await kiosk.sendBatch(city.time.now, [
    {
      id: randomUUID(),
      name: 'stations.recordEntry',
      input: { entryId: randomUUID(), proof, at: at + offMs },
      madeAt: at + offMs,
      clock: { serverAt: at - MINUTE_MS, phoneAt: at - MINUTE_MS + offMs },
    },
  ])
  expect((await response.json()).replies).toMatchObject([accepted])
  expect(await door.visitsOf('rider2')).toMatchObject([{ enteredAt: at, flag: 'clock' }])
})

it('an entry whose proof does not fit the tablet\'s own clock was no entry', async () => {
  expect(await kiosk.record(phone.show(), city.time.now - 10 * MINUTE_MS)).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: 10 * MINUTE_MS }),
  )
  expect(
    await kiosk.record(phone.show('bridge', city.time.now - 10 * MINUTE_MS), city.time.now),
  ).toMatchObject(refused({ code: 'stations.passOld' }))
  expect(await door.allEntries()).toEqual([])
})
