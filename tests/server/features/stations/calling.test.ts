import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door } from '../doors/door.ts'
import { forgetNumbers } from '#server/core/stations/index.ts'
import { runWord } from '#server/programs/people/run-command.ts'
import { readArgs } from '#server/programs/people/words.ts'
import { expect, it } from 'vitest'
import { apiOf } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const { id: stationId } = STATIONS.bridge
const call = (phone: string | null, more: Partial<CommandInput<'stations.keep'>> = {}) =>
  ({ stationId, phone, ...more })
const numberFor = async (name: Parameters<TestCity['as']>[0]) =>
  (await city.as(name).ask('stations.one', { stationId })).phone

it('whom to call is known to who is signed in and to the tablet, not to visitors', async () => {
  const kiosk = await door.kiosk()
  expect(await numberFor('rider')).toBeUndefined()
  await city.as('keeper').done('stations.keep', call('+86 27 8588-0000'))
  expect(await numberFor('rider')).toBe('02785880000')
  expect((await kiosk.ask('stations.kiosk', {})).station.phone).toBe('02785880000')
  const visitor = apiOf(async (path, init) => await city.fetchAs(undefined)(path, init), city.clock)
  for (const name of ['stations.one', 'stations.all', 'mall.items'] as const)
    expect(JSON.stringify(await visitor.ask(name, { stationId }))).not.toContain('85880000')
  await city.as('admin').done('stations.keep', call('138 0000 8001'))
  expect(await numberFor('rider')).toBe('13800008001')
  await city.as('keeper').done('stations.keep', call(null))
  expect(await numberFor('rider')).toBeUndefined()
})

it('nobody else sets it, and what is no number is malformed', async () => {
  const elsewhere = { ...call('13800008001'), stationId: STATIONS.market.id }
  expect(await city.as('keeper').refused('stations.keep', elsewhere))
    .toMatchObject({ code: 'stations.notYours' })
  expect(await city.as('rider').refused('stations.keep', call('13800008001')))
    .toMatchObject({ code: 'command.notForYourRole' })
  expect(await city.as('keeper').send({ name: 'stations.keep', input: call('85880000') }))
    .toMatchObject([{ status: 'malformed' }])
})

it('a number that another has set meanwhile is not written over unseen', async () => {
  await city.as('admin').done('stations.keep', call('13800008001'))
  expect(await city.as('keeper').refused('stations.keep', call('13800008002', { seen: { phone: 0 } })))
    .toMatchObject({ code: 'command.changedMeanwhile' })
  expect(await numberFor('keeper')).toBe('13800008001')
})

it('a number that its keeper gives up is called at no station any more', async () => {
  const [old, phone] = [city.phoneOf('keeper'), '13800005678']
  const other = STATIONS.market.id
  await city.as('keeper').done('stations.keep', call(old))
  await city.as('admin').done('stations.keep', { ...call('02785880000'), stationId: other })
  const post = async (path: string, body: object) => await city.as('keeper').fetch(`/api/session/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const nudged: unknown[] = []
  const stop = city.changes.subscribe(nudge => void nudged.push(...nudge.names))
  const codeFor = (number: string) => city.sent.findLast(sms => sms.phone === number)!.code
  expect((await post('phone/code', {})).status).toBe(200)
  expect((await post('code', { phone })).status).toBe(200)
  const changed = await post('phone', { phone, code: codeFor(phone), oldCode: codeFor(old) })
  expect(changed.status).toBe(200)
  expect(await numberFor('rider')).toBeUndefined()
  expect((await city.as('rider').ask('stations.one', { stationId: other })).phone).toBe('02785880000')
  await expect.poll(() => nudged).toContain('stations.one')
  stop()
})

it('nor is that of a keeper who is suspended', async () => {
  await city.as('keeper').done('stations.keep', call(city.phoneOf('keeper')))
  await city.as('admin').done('people.suspend', { accountId: city.ids.keeper, reason: '手机被偷' })
  expect(await numberFor('rider')).toBeUndefined()
})

/** What an operator types. */
const people = async (...words: string[]) =>
  await runWord(city.database, readArgs(words), city.time.now)

it('a keeper’s own number leaves with the keeper, and stands in their export until then', async () => {
  const own = city.phoneOf('keeper')
  await city.as('keeper').done('stations.keep', call(own))
  expect(await city.as('keeper').ask('identity.export', {}))
    .toMatchObject({ keptStations: [{ id: stationId, name: STATIONS.bridge.name, phone: own }] })
  await people('appoint', own, 'keeper', '--station', `${STATIONS.bridge.number}`)
  expect(await numberFor('rider')).toBe(own)
  await people('dismiss', own)
  expect(await numberFor('rider')).toBeUndefined()

  const until = city.time.now + 60_000
  const term = { accountId: city.ids.keeper, kind: 'keeper', scope: stationId, until } as const
  await givePost(city.database, term)
  await city.as('admin').done('stations.keep', call(own))
  for (const [now, number] of [[until - 1, own], [until, undefined]] as const) {
    await city.database.transact(tx => forgetNumbers(tx, city.time.now, now))
    expect(await numberFor('rider')).toBe(number)
  }

  await city.as('admin').done('stations.keep', call(own))
  city.time.now += 61_000
  await city.holding(await city.signIn(own)).done('identity.deleteMe', { confirm: true })
  expect(await numberFor('rider')).toBeUndefined()
})
