import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { doorGroups } from '#shared/stations/groups.ts'
import { stationTitles } from '#shared/stations/names.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { cellsOfCsv } from '../../../support/journeys/xlsx.ts'
import { freshDoor, STATIONS } from '../doors/door.ts'
import { basicsOf, someStation } from './made-stations.ts'

let city: TestCity
let door: Door
let code: () => string
freshDoor(({ city: fresh, door: doors, kiosk }) => {
  city = fresh
  door = doors
  code = () => kiosk.code()
})
const stationId = STATIONS.bridge.id
const groupsNow = async (id: string = stationId) =>
  (await city.as('admin').ask('stations.detail', { stationId: id })).groups
const { bridge } = STATIONS
const basics = (changes: Partial<CommandInput<'stations.change'>> = {}): CommandInput<'stations.change'> => ({
  ...basicsOf(someStation({ name: bridge.name, areaId: bridge.areaId, address: bridge.address })),
  stationId,
  isSelfService: true,
  seen: 0,
  ...changes,
})
const enter = async (by: 'rider' | 'resident') =>
  await city.as(by).sendOne('stations.enter', { entryId: randomUUID(), code: code() })

it('who may come in by code is said by its desk, and holds at its door from then on', async () => {
  expect(await groupsNow()).toEqual(doorGroups)
  await city.as('staff').done('stations.change', basics({ groups: ['courier', 'keeper', 'staff'] }))
  expect(await groupsNow()).toEqual(['courier', 'keeper', 'staff'])
  expect((await door.stationNow()).groups).toBe(13)
  expect(await enter('rider')).toMatchObject({ status: 'accepted' })
  expect(await enter('resident')).toMatchObject({ refusal: { code: 'stations.groupOut' } })
})

it('an app that doesn\'t say leaves it as it is, and a new station lets everybody in', async () => {
  await city.as('admin').done('stations.change', basics({ groups: ['courier'] }))
  const { basicsAt: seen } = await city.as('admin').ask('stations.detail', { stationId })
  city.time.now += 1
  await city.as('admin').done('stations.change', basics({ seen, name: '桥头新驿站' }))
  expect(await groupsNow()).toEqual(['courier'])
  const made = someStation()
  await city.as('admin').done('stations.make', made)
  expect(await groupsNow(made.stationId)).toEqual(doorGroups)
  const nobody = await city.as('admin').sendOne('stations.change', basics({ groups: [] }))
  expect(nobody).toMatchObject({ status: 'malformed' })
})

it('a table brings it in by names, its file says the same, and what nobody knows is named', async () => {
  const line = {
    ...{ number: '801', name: '新开驿站', kind: '社区驿站', area: COMMUNITY, address: '新开路 1 号' },
    ...{ latitude: '30.58', longitude: '114.27' },
  }
  const bring = async (groups?: string) => await city.as('admin').done('stations.import', {
    rows: [{ ...line, ...groups !== undefined && { groups } }],
    dryRun: false,
    seen: city.time.now,
  })
  expect(await bring('骑手小哥、工作人员')).toMatchObject({ made: [1] })
  const cell = async () => {
    const file = await (await city.as('admin').fetch('/api/exports/stations/csv')).text()
    const [titles, ...rows] = cellsOfCsv(file)
    return rows.find(([number]) => number === '801')![titles!.indexOf(stationTitles.groups)]
  }
  expect(await cell()).toBe('骑手小哥、工作人员')
  expect(await bring(await cell())).toMatchObject({ same: 1 })
  for (const left of ['', undefined]) expect(await bring(left)).toMatchObject({ same: 1 })
  expect(await bring('骑手小哥，居民')).toMatchObject({ changed: [{ columns: ['groups'] }] })
  expect(await bring('骑手小哥、路人')).toMatchObject({ refused: [{ line: 1, code: 'stations.groupUnknown' }] })
  expect(await cell()).toBe('骑手小哥、居民')
})
