import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk, TestPhone } from './door.ts'
import { randomUUID } from 'node:crypto'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { expect, it } from 'vitest'
import { accepted, freshDoor, STATIONS } from './door.ts'

// What doors and phones tell late is judged by what held when it was done, and not by what has been changed
// since.
let city: TestCity
let door: Door
let kiosk: TestKiosk
let phone: TestPhone
freshDoor(async (given) => {
  ;({ city, door, kiosk } = given)
  phone = await door.phone('rider')
})

it('a suspension that was changed or ended since counts for as long as it held', async () => {
  const suspend = async () =>
    await city.as('admin').done('stations.suspend', {
      phone: city.phoneOf('rider'),
      until: city.time.now + 86_400_000,
      words: '核实中',
    })
  const unsuspend = async () =>
    await city.as('admin').done('stations.unsuspend', { accountId: city.ids.rider })
  const told = []
  for (let minutes = 0; minutes <= 6; minutes++) {
    // Suspended in the minutes 1, 2 and 3, let in for 4, barred again from 5 on.
    if (minutes === 1 || minutes === 2 || minutes === 5) await suspend()
    if (minutes === 4) await unsuspend()
    told.push({ proof: phone.show('bridge', city.time.now), code: kiosk.code(), at: city.time.now })
    city.time.now += VISIT_MERGE_MS + 1
  }
  await unsuspend()
  for (const [minutes, { proof, code, at }] of told.entries()) {
    expect(
      minutes % 2 === 0
        ? await kiosk.record(proof, at)
        : await city
            .as('rider')
            .later(city.time.now - at, 'stations.checkIn', { entryId: randomUUID(), code }),
    ).toMatchObject(accepted)
  }
  const [no, yes] = [{ flag: null }, { flag: 'revoked' }]
  expect(await door.visitsOf('rider')).toMatchObject([no, yes, yes, yes, no, yes, yes])
})

it('who came in by a kiosk while the station was closed is marked, by its keeper\'s word then', async () => {
  const keep = async (changes: Omit<CommandInput<'stations.keep'>, 'stationId'>) =>
    await city.as('keeper').done('stations.keep', { stationId: STATIONS.bridge.id, ...changes })
  // It is ten in the morning, and open from nine to six.
  await door.changeStation('bridge', { isSelfService: false })
  const week = Array.from({ length: 7 }, () => [780, 1080] as [number, number])
  const changes = [
    undefined,
    { shut: { words: '停电' } },
    { notice: '很快就好' },
    { shut: null },
    { hours: { week, exceptions: [] } },
    {
      hours: {
        week,
        exceptions: [{ day: '2026-11-23', span: [0, 1440] as [number, number], words: '整天' }],
      },
    },
  ]
  const told = []
  for (const change of changes) {
    if (change) await keep(change)
    told.push({ proof: phone.show('bridge', city.time.now), at: city.time.now })
    city.time.now += VISIT_MERGE_MS + 1
  }
  await keep({ shut: { words: '下班了' } })
  for (const { proof, at } of told.toReversed()) expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  const [no, yes] = [{ flag: null }, { flag: 'revoked' }]
  expect(await door.visitsOf('rider')).toMatchObject([no, yes, yes, no, yes, no])
})

it('two who keep a station at one moment leave what held before them', async () => {
  const at = city.time.now - 1
  const proof = phone.show('bridge', at)
  await Promise.all(
    ['一', '二', '三'].map(words =>
      Promise.all([
        city.as('keeper').done('stations.keep', { stationId: STATIONS.bridge.id, shut: { words } }),
        city.as('admin').done('stations.keep', { stationId: STATIONS.bridge.id, shut: { words } }),
      ]),
    ),
  )
  expect(await city.database.run('select shut_words from former_openings')).toEqual([{ shut_words: null }])
  expect(await kiosk.record(proof, at)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: null }])
})
