import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'
import { counterOf, STATIONS } from '../features/mall/counter.ts'

const MINUTE_MS = 60_000
const stationId = STATIONS.bridge.id

let city: TestCity
let counter: Awaited<ReturnType<typeof counterOf>>
freshCity(async (opened) => {
  city = opened
  counter = await counterOf(opened)
})

/** A command that somebody sends a minute after the last one. */
async function sent<Name extends CommandName>(by: PersonName, name: Name, input: CommandInput<Name>) {
  city.time.now += MINUTE_MS
  return await city.as(by).sendOne(name, input)
}
const done = { status: 'accepted' }
const changedBy = (by: PersonName, at: number) =>
  ({ status: 'refused', refusal: { code: 'command.changedMeanwhile', by: `测试${by}`, at } })

/** Two people look at the same version; the first changes it, the second is told and may then change it. */
async function inTurn<Name extends CommandName>(
  name: Name,
  [first, second]: [PersonName, PersonName],
  seen: number,
  inputOf: (by: 'first' | 'second', seen: number) => CommandInput<Name>,
) {
  expect(await sent(first, name, inputOf('first', seen))).toMatchObject(done)
  const at = city.time.now
  expect(await sent(second, name, inputOf('second', seen))).toMatchObject(changedBy(first, at))
  expect(await sent(second, name, inputOf('second', at))).toMatchObject(done)
  // Whoever was first has not seen that.
  const later = city.time.now
  expect(await sent(first, name, inputOf('first', at))).toMatchObject(changedBy(second, later))
}

describe('an item of the mall', () => {
  const bookOf = async (itemId: string) =>
    (await city.as('admin').ask('mall.book', {})).items.find(item => item.itemId === itemId)!

  it('a price that somebody raised does not fall back with a change made on the old one', async () => {
    const itemId = await counter.list({ price: 50 }, 0)
    const { seen } = await bookOf(itemId)
    expect(seen).toBe(city.time.now)
    await inTurn('mall.list', ['admin2', 'admin'], seen!, (by, version) =>
      counter.item({ itemId, price: 500, words: by, seen: version }))
    expect(await bookOf(itemId)).toMatchObject({ price: 500, words: 'second' })
  })

  it('one that was withdrawn is not on sale again from a form that was kept', async () => {
    const itemId = await counter.list({}, 0)
    const { seen } = await bookOf(itemId)
    const kept = counter.item({ itemId, words: '改过的说明', ...seen !== undefined && { seen } })
    expect(await sent('admin2', 'mall.list', { ...kept, isListed: false })).toMatchObject(done)
    const at = city.time.now
    expect(await sent('admin', 'mall.list', kept)).toMatchObject(changedBy('admin2', at))
    expect(await bookOf(itemId)).toMatchObject({ isListed: false })
  })

  it('an app that names no version is refused only what was changed after its change was made', async () => {
    const itemId = await counter.list({}, 0)
    city.time.now += MINUTE_MS
    const input = counter.item({ itemId, price: 40 })
    expect(await city.as('admin2').later(2 * MINUTE_MS, 'mall.list', input)).toMatchObject(
      changedBy('admin', city.time.now - MINUTE_MS),
    )
    expect(await city.as('admin2').later(1000, 'mall.list', input)).toMatchObject(done)
  })

  it('of ten admins who change it at once, one does', async () => {
    const itemId = await counter.list({}, 0)
    const { seen } = await bookOf(itemId)
    city.time.now += MINUTE_MS
    const replies = await Promise.all(Array.from({ length: 10 }, async (_, i) =>
      await city.as(i % 2 ? 'admin' : 'admin2').sendOne('mall.list', {
        ...counter.item({ itemId, price: 100 + i }),
        ...seen !== undefined && { seen },
      })))
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  })

  it('pieces that came while a shelf was counted are not counted away', async () => {
    const itemId = await counter.list({}, 10)
    const take = (seen: number) => ({ moveId: randomUUID(), itemId, stationId, counted: 9, words: '', seen })
    const arrive = { moveId: randomUUID(), itemId, stationId, count: 5, words: '' }
    expect(await sent('admin', 'mall.arrive', arrive)).toMatchObject(done)
    expect(await sent('keeper', 'mall.stockTake', take(10))).toMatchObject(
      changedBy('admin', city.time.now - MINUTE_MS),
    )
    expect(await bookOf(itemId)).toMatchObject({ stock: expect.arrayContaining([
      { stationId, onHand: 15, reserved: 0, handedOver: 0 },
    ]) })
    expect(await sent('keeper', 'mall.stockTake', take(15))).toMatchObject(done)
  })
})

describe('a station', () => {
  const week = Array.from({ length: 7 }, () => [480, 1200] as const)
  const closed = { day: '2026-12-24', span: null, words: '检修' }
  const deskOf = async () => {
    const { stations } = await city.as('keeper').ask('stations.desk', {})
    return stations.find(({ station }) => station.id === stationId)!
  }

  it('a closed day that an admin added is not gone with the keeper\'s hours', async () => {
    expect((await deskOf()).changed).toEqual({})
    const keep = { stationId, seen: {} }
    expect(
      await sent('admin', 'stations.keep', { ...keep, hours: { week, exceptions: [closed] } }),
    ).toMatchObject(done)
    const at = city.time.now
    expect(await sent('keeper', 'stations.keep', { ...keep, hours: { week, exceptions: [] } }))
      .toMatchObject(changedBy('admin', at))
    expect(await deskOf()).toMatchObject({ station: { exceptions: [closed] }, changed: { hours: at } })
  })

  it('each part has its own version, and what was counted or tried has none', async () => {
    const keep = (by: PersonName, changes: Omit<CommandInput<'stations.keep'>, 'stationId'>) =>
      sent(by, 'stations.keep', { stationId, seen: {}, ...changes })
    expect(await keep('admin', { notice: '热水在左' })).toMatchObject(done)
    const at = city.time.now
    expect(await keep('keeper', { shut: { words: '停电' } })).toMatchObject(done)
    expect(await keep('keeper', { heads: 3, supplies: { water: 'out' } })).toMatchObject(done)
    expect(await keep('keeper', { notice: '今天理发' })).toMatchObject(changedBy('admin', at))
    expect(await keep('keeper', { notice: '今天理发', seen: { notice: at } })).toMatchObject(done)
  })

  it('an answer to a fault does not replace one that was not seen', async () => {
    const faultId = randomUUID()
    await city.as('rider').done('stations.reportFault', { faultId, stationId, kind: 'power', words: '' })
    await inTurn('stations.answerFault', ['keeper', 'admin'], 0, (by, seen) =>
      ({ faultId, words: by, isMended: false, seen }))
  })
})

it('of two replies to one complaint the second never replaces the first unseen', async () => {
  const complaintId = randomUUID()
  await city.as('rider').done('voices.complain', { complaintId, text: '字太小', page: 'me' })
  await inTurn('voices.reply', ['admin', 'admin2'], 0, (by, seen) => ({ complaintId, words: by, seen }))
  const old = { complaintId, words: '旧手机' }
  expect(await sent('admin', 'voices.reply', old)).toMatchObject({ status: 'refused' })
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ reply: { words: 'second' } }])
})

it('a limit of points that somebody set is not set back unseen', async () => {
  await inTurn('points.setCap', ['admin', 'admin2'], 0, (by, seen) =>
    ({ cap: 'reports.lead', max: by === 'first' ? 70 : 50, seen }))
  const { caps } = await city.as('admin').ask('points.desk', {})
  expect(caps.find(({ cap }) => cap === 'reports.lead')).toMatchObject({ max: 50, setAt: expect.any(Number) })
})

it('a suspension is neither replaced nor lifted by somebody who does not know of it', async () => {
  await city.as('rider').done('identity.register', {
    name: '林小满',
    areaId: STATIONS.bridge.areaId,
    company: null,
    work: null,
    privacyNotice: '2026-11',
  })
  const until = city.time.now + 30 * 86_400_000
  await inTurn('stations.suspend', ['admin', 'admin2'], 0, (by, seen) =>
    ({
      phone: city.phoneOf('rider'),
      until: by === 'first' ? until : until - 86_400_000,
      words: '核实中',
      seen,
    }))
  const [suspended] = (await city.as('admin').ask('stations.book', {})).suspended
  const lift = { accountId: suspended!.accountId }
  expect(await sent('admin', 'stations.unsuspend', { ...lift, seen: suspended!.at! - 1 })).toMatchObject(
    { status: 'refused', refusal: { code: 'command.changedMeanwhile' } },
  )
  expect(await sent('admin', 'stations.unsuspend', { ...lift, seen: suspended!.at! })).toMatchObject(done)
})
