import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from './door.ts'
import { randomUUID } from 'node:crypto'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { EPOCH_MS } from '#shared/proofs/codes.ts'
import { expect, it } from 'vitest'
import { accepted, freshDoor, ORIGIN, refused, resultOf, STATIONS } from './door.ts'

const MINUTE_MS = 60_000
let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(given => ({ city, door, kiosk } = given))
const enter = async (by: PersonName, code = kiosk.code(), entryId: string = randomUUID()) =>
  await city.as(by).sendOne('stations.enter', { entryId, code })

it('whoever scans the code at the door is let in, and sees the visit', async () => {
  const entryId = randomUUID()
  const reply = await enter('rider', kiosk.code(), entryId)
  const { visitId } = resultOf<'stations.enter'>(reply)
  expect(reply).toMatchObject({
    result: { stationId: STATIONS.bridge.id, stationName: '桥头驿站', isOpen: true },
  })
  expect(await city.as('rider').ask('stations.entry', { entryId })).toEqual({ state: 'open', nearest: null })
  expect(await city.as('rider').ask('stations.myVisits', {})).toEqual({
    visits: [
      {
        id: visitId,
        stationId: STATIONS.bridge.id,
        stationName: '桥头驿站',
        enteredAt: city.time.now,
        leftAt: null,
        byDoor: false,
        byPhone: true,
      },
    ],
    hasMore: false,
  })
  expect(await door.stationNow()).toMatchObject({ lastOpenedAt: city.time.now })
})

it('a code holds while it is shown and one epoch to either side; 16 s later it is old', async () => {
  city.time.now = Math.floor(city.time.now / EPOCH_MS) * EPOCH_MS + 14_000
  const early = kiosk.code()
  city.time.now += 16_000 // The second epoch after it begins.
  expect(await enter('rider', early)).toMatchObject(refused({ code: 'stations.codeOld' }))
  expect(await enter('rider', kiosk.code(city.time.now + 2 * EPOCH_MS))).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: 2 * EPOCH_MS }),
  )
  expect(await enter('rider', kiosk.code(city.time.now - EPOCH_MS))).toMatchObject(accepted)
  expect(await enter('rider2', kiosk.code(city.time.now + EPOCH_MS))).toMatchObject(accepted)
})

it('a tablet whose clock is ten minutes off lets nobody in, and the words say why', async () => {
  expect(await enter('rider', kiosk.code(city.time.now - 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.codeOld' }),
  )
  expect(await enter('rider', kiosk.code(city.time.now + 10 * MINUTE_MS))).toMatchObject(
    refused({ code: 'stations.clockWrong', aheadMs: 10 * MINUTE_MS }),
  )
})

it('a phone whose clock is ten minutes off is let in all the same: the server judges the code', async () => {
  for (const [by, offMs] of [['rider', 10 * MINUTE_MS], ['rider2', -10 * MINUTE_MS]] as const) {
    const sentAt = city.time.now + offMs
    const response = await city
      .as(by)
      .sendBatch(sentAt, [
        {
          id: randomUUID(),
          name: 'stations.enter',
          input: { entryId: randomUUID(), code: kiosk.code() },
          madeAt: sentAt,
        },
      ])
    expect((await response.json()).replies).toMatchObject([accepted])
  }
})

it('a poster\'s link, another city\'s or station\'s code and typed nonsense open nothing', async () => {
  const elsewhere = await door.kiosk('lake')
  const forged = elsewhere.code().split('/d/')[1]!.split('')
  const posters = [
    `${ORIGIN}/stations/${STATIONS.bridge.id}`,
    `${ORIGIN}/d/${STATIONS.bridge.number}`,
    '',
    '开门',
    forged.toReversed().join(''),
  ]
  for (const code of posters)
    expect(await enter('rider', code)).toMatchObject(refused({ code: 'stations.codeWrong' }))
  expect(await door.allEntries()).toEqual([])
})

it('an unpaired kiosk\'s code opens nothing, nor does one of a kiosk that stands elsewhere', async () => {
  const code = kiosk.code()
  await kiosk.unpair()
  expect(await enter('rider', code)).toMatchObject(refused({ code: 'stations.codeWrong' }))
})

it('nobody enters unregistered or where their group may not, and no kiosk does', async () => {
  await city.database.run(`update accounts set registered_at = null where id = '${city.ids.rider2}'`)
  expect(await enter('rider2')).toMatchObject(refused({ code: 'stations.notRegistered' }))
  await door.changeStation('bridge', { groups: 2 })
  expect(await enter('rider')).toMatchObject(refused({ code: 'stations.groupOut' }))
  expect(await enter('staff')).toMatchObject(refused({ code: 'stations.groupOut' }))
  expect(await enter('resident')).toMatchObject(accepted)
  expect(
    (await kiosk.send({ name: 'stations.enter', input: { entryId: randomUUID(), code: kiosk.code() } }))[0],
  ).toMatchObject(refused({ code: 'command.notForYourRole' }))
})

it('a closed station says why, and where the nearest open one is that lets one in', async () => {
  await door.changeStation('bridge', { shutWords: '停水检修' })
  expect(await enter('rider')).toMatchObject(
    refused({
      code: 'stations.closed',
      words: '停水检修',
      stationName: '集市驿站',
      stationId: STATIONS.market.id,
    }),
  )
  await door.changeStation('market', { groups: 2 })
  expect(await enter('rider')).toMatchObject(
    refused({
      code: 'stations.closed',
      words: '停水检修',
      stationName: '湖边驿站',
      stationId: STATIONS.lake.id,
    }),
  )
  await door.changeStation('lake', { doubtfulSince: 1, failedBy: 'somebody' })
  const reply = await enter('rider')
  expect(reply).toEqual({ id: expect.any(String), ...refused({ code: 'stations.closed', words: '停水检修' }) })
})

it('outside its hours a station is closed, unless it opens by itself', async () => {
  const market = await door.kiosk('market')
  city.time.now = Date.parse('2026-11-23T22:00:00+08:00')
  expect(await enter('rider', market.code())).toMatchObject(
    refused({ code: 'stations.closed', words: '', stationName: '桥头驿站', stationId: STATIONS.bridge.id }),
  )
  expect(await enter('rider')).toMatchObject(accepted)
})

it('a doubtful station is tried, and is not doubtful any more when it opens', async () => {
  await door.changeStation('bridge', { failedBy: city.ids.rider2, doubtfulSince: city.time.now })
  expect(await enter('rider')).toMatchObject(accepted)
  expect(await door.stationNow()).toMatchObject({ failedBy: null, doubtfulSince: null })
})

it('a door opens once for one person within minutes, and again once they have left', async () => {
  const { visitId } = resultOf<'stations.enter'>(await enter('rider'))
  city.time.now += VISIT_MERGE_MS - 1
  expect(await enter('rider')).toMatchObject(refused({ code: 'stations.tooSoon' }))
  expect(await enter('rider2')).toMatchObject(accepted)
  await city.as('rider').done('stations.leave', { visitId })
  expect(await enter('rider')).toMatchObject(accepted)
  city.time.now += VISIT_MERGE_MS + 1
  expect(await enter('rider')).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toHaveLength(3)
})

it('whoever comes in elsewhere within minutes is let in there too, and both visits are marked', async () => {
  const lake = await door.kiosk('lake')
  expect(await enter('rider')).toMatchObject(accepted)
  city.time.now += VISIT_MERGE_MS - 1000
  expect(await enter('rider', lake.code())).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: 'twoPlaces' }, { flag: 'twoPlaces' }])
  city.time.now += VISIT_MERGE_MS + 1
  expect(await enter('rider')).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([
    { stationId: STATIONS.bridge.id },
    { stationId: STATIONS.lake.id },
    { stationId: STATIONS.bridge.id, flag: null },
  ])
})

it('five times at once it is one entry and one answer; under a new command too', async () => {
  const input = { entryId: randomUUID(), code: kiosk.code() }
  const command = { id: randomUUID(), name: 'stations.enter', input, madeAt: city.time.now }
  const replies = (await Promise.all(Array.from({ length: 5 }, () => city.as('rider').send(command)))).flat()
  for (const reply of replies) expect(reply).toEqual(replies[0])
  const { visitId } = resultOf<'stations.enter'>(replies[0]!)
  expect(await city.as('rider').sendOne('stations.enter', input)).toMatchObject({
    ...accepted,
    result: { visitId, isOpen: true },
  })
  expect(await door.allEntries()).toHaveLength(1)
})

it('ten different commands at once open the door once', async () => {
  const replies = await Promise.all(Array.from({ length: 10 }, () => enter('rider')))
  expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  expect(await door.allEntries()).toHaveLength(1)
})

it('nobody enters under another\'s entry, sees what became of it, or leaves for them', async () => {
  const entryId = randomUUID()
  const { visitId } = resultOf<'stations.enter'>(await enter('rider', kiosk.code(), entryId))
  expect(await enter('rider2', kiosk.code(), entryId)).toMatchObject(refused({ code: 'stations.idTaken' }))
  expect(await city.as('rider2').ask('stations.entry', { entryId })).toEqual({
    state: 'unknown',
    nearest: null,
  })
  expect(await city.as('rider').ask('stations.entry', { entryId: randomUUID() })).toEqual({
    state: 'unknown',
    nearest: null,
  })
  expect(await kiosk.sendOne('stations.leave', { visitId })).toMatchObject(
    refused({ code: 'command.notForYourRole' }),
  )
  for (const id of [visitId, entryId, randomUUID()]) {
    expect(await city.as('rider2').refused('stations.leave', { visitId: id })).toMatchObject({
      code: 'stations.visitUnknown',
    })
  }
  expect(await city.as('rider2').ask('stations.myVisits', {})).toEqual({ visits: [], hasMore: false })
})

it('somebody leaves once; a phone that knows only its entry may leave by that', async () => {
  const entryId = randomUUID()
  await enter('rider', kiosk.code(), entryId)
  city.time.now += 30 * MINUTE_MS
  const leftAt = city.time.now - MINUTE_MS
  expect(await city.as('rider').later(MINUTE_MS, 'stations.leave', { visitId: entryId })).toMatchObject(
    accepted,
  )
  city.time.now += 30 * MINUTE_MS
  await city.as('rider').done('stations.leave', { visitId: entryId })
  expect(await door.visitsOf('rider')).toMatchObject([{ leftAt }])
})

it('visits answer a range exactly, its last row included', async () => {
  for (let i = 0; i < 4; i++) {
    await enter('rider')
    city.time.now += 3_600_000
  }
  const { visits } = await city.as('rider').ask('stations.myVisits', {})
  expect(visits).toHaveLength(4)
  const range = { before: visits[0]!.enteredAt, until: visits[2]!.enteredAt }
  expect(await city.as('rider').ask('stations.myVisits', range)).toEqual({
    visits: visits.slice(1, 3),
    hasMore: false,
  })
})
