import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Door } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { sweepPhotos } from '#server/core/media/tasks.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const { id: stationId } = STATIONS.bridge
const fault = (photo: string, more: Partial<CommandInput<'stations.reportFault'>> = {}) =>
  ({ faultId: randomUUID(), stationId, kind: 'charger' as const, words: '', photo, ...more })
const seenBy = async (name: PersonName, hash: string) =>
  (await city.as(name).fetch(photoPath(hash, 'full'))).status
const faultsFor = async (name: PersonName) => (await city.as(name).ask('stations.one', { stationId })).faults

it('a fault’s picture is for its sender, the station’s keeper and its organisers alone', async () => {
  const photo = await door.photo('rider')
  await city.as('rider').done('stations.reportFault', fault(photo))
  const statuses = async (...names: PersonName[]) =>
    await Promise.all(names.map(async name => await seenBy(name, photo)))
  expect(await statuses('rider', 'keeper', 'admin')).toEqual([200, 200, 200])
  expect(await statuses('rider2', 'staff', 'unit', 'resident')).toEqual([404, 404, 404, 404])
  expect((await city.fetchAs(undefined)(photoPath(photo, 'full'))).status).toBe(404)

  const desk = await city.as('keeper').ask('stations.desk', {})
  expect(desk.stations[0]!.station.faults).toMatchObject([{ photo: { hash: photo } }])
  expect(await faultsFor('admin')).toMatchObject([{ photo: { hash: photo } }])
  for (const name of ['rider', 'rider2', 'staff'] as const)
    expect((await faultsFor(name))[0]).not.toHaveProperty('photo')
  const faultAt = async (name: 'admin' | 'staff') =>
    (await city.as(name).ask('stations.detail', { stationId })).station.faults[0]
  expect(await faultAt('admin')).toMatchObject({ photo: { hash: photo } })
  expect(await faultAt('staff')).not.toHaveProperty('photo')
})

it('a keeper of another station doesn’t see it', async () => {
  const photo = await door.photo('rider')
  await city.as('rider').done('stations.reportFault', { ...fault(photo), stationId: STATIONS.market.id })
  expect(await seenBy('keeper', photo)).toBe(404)
  expect(await seenBy('admin', photo)).toBe(200)
})

it('it waits for its bytes, is told once however often it is sent, and stays', async () => {
  const missing = '0'.repeat(64)
  expect(await city.as('rider').sendOne('stations.reportFault', fault(missing)))
    .toMatchObject({ status: 'retry', missingPhotos: [missing] })
  const others = await door.photo('rider2')
  expect(await city.as('rider').sendOne('stations.reportFault', fault(others)))
    .toMatchObject({ status: 'retry', missingPhotos: [others] })
  expect(await faultsFor('admin')).toEqual([])

  const photo = await door.photo('rider')
  const command = { id: randomUUID(), name: 'stations.reportFault', input: fault(photo) }
  const [first] = await city.as('rider').send(command)
  expect(await city.as('rider').send(command)).toEqual([first])
  expect(await faultsFor('admin')).toHaveLength(1)
  city.time.now += 40 * 86_400_000
  await sweepPhotos(city)
  const admin = city.holding(await city.signIn(city.phoneOf('admin')))
  expect((await admin.fetch(photoPath(photo, 'full'))).status).toBe(200)
})

it('told again with a photo, the open fault takes it; another photo is a fault of its own', async () => {
  await city.as('rider').done('stations.reportFault', { ...fault(''), photo: undefined })
  const [first, second] = [await door.photo('rider'), await door.photo('rider')]
  await city.as('rider').done('stations.reportFault', fault(first, { words: '插座没电' }))
  expect(await faultsFor('keeper')).toMatchObject([{ words: '插座没电', photo: { hash: first } }])
  await city.as('rider').done('stations.reportFault', fault(second, { words: '插座没电' }))
  // Both are known by now, so neither makes a third.
  for (const photo of [first, second]) await city.as('rider').done('stations.reportFault', fault(photo))
  expect((await faultsFor('keeper')).map(found => found.photo?.hash).sort()).toEqual([first, second].sort())
  expect(await door.told('keeper')).toHaveLength(3)
  await city.as('rider2').done('stations.reportFault', fault(await door.photo('rider2')))
  expect(await faultsFor('keeper')).toHaveLength(3)
})

it('who sent it finds it in their export', async () => {
  const photo = await door.photo('rider')
  await city.as('rider').done('stations.reportFault', fault(photo))
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).toContain(photo)
})
