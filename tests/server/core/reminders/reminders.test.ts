import type { TestCity } from '../../../support/city.ts'
import { forget, remind, sendReminders } from '#server/core/reminders/index.ts'
import { reminders } from '#server/core/reminders/tables.ts'
import { forgetReminders, remindOf } from '#server/features/volunteering/reminding.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'

const HOUR_MS = 3_600_000
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const plan = (ref: string, at: number, until = at + HOUR_MS) =>
  ({ accountId: city.ids.rider, kind: 'activities.soon', ref, words: ref, at, until } as const)
const set = (ref: string, at: number, until?: number) =>
  city.database.transact(tx => remind(tx, plan(ref, at, until)))
/** What the rider was told, the first first. */
const told = async () =>
  (await city.as('rider').ask('notices.mine', {})).notices.map(({ words }) => words).reverse()

it('says everything once, when it is due', async () => {
  const at = city.time.now + HOUR_MS
  await set('码头', at)
  expect(await sendReminders(city)).toBe(0)
  city.time.now = at
  expect(await sendReminders(city)).toBe(1)
  expect(await sendReminders(city)).toBe(0)
  expect(await told()).toEqual(['码头'])
})

it('two tasks at the same moment send it once', async () => {
  for (let i = 0; i < 30; i++) await set(`第 ${i} 件`, city.time.now)
  const sent = await Promise.all(Array.from({ length: 4 }, () => sendReminders(city)))
  expect(sent.reduce((sum, count) => sum + count)).toBe(30)
  expect(await city.database.read.$count(reminders)).toBe(30)
  expect(new Set(await told()).size).toBe(30)
})

it('catches up in order after it slept, and leaves out what is over', async () => {
  const { now } = city.time
  await set('第三件', now + 3 * HOUR_MS, now + 9 * HOUR_MS)
  await set('过了的', now + HOUR_MS, now + 2 * HOUR_MS)
  await set('第二件', now + 2 * HOUR_MS, now + 9 * HOUR_MS)
  await set('以后的', now + 5 * HOUR_MS)
  city.time.now = now + 4 * HOUR_MS
  expect(await sendReminders(city)).toBe(2)
  expect(await told()).toEqual(['第二件', '第三件'])
})

it('more than one batch is sent in one go', async () => {
  const ids = Object.values(city.ids)
  const rows = Array.from({ length: 230 }, (_, i) =>
    ({ ...plan(`${i}`, city.time.now), accountId: ids[i % 5]! }))
  await city.database.transact(async (tx) => {
    for (const row of rows) await remind(tx, row)
  })
  expect(await sendReminders(city)).toBe(230)
})

it('moves with the thing, and is said again only for another time', async () => {
  const at = city.time.now + HOUR_MS
  await set('码头', at)
  await set('码头', at + HOUR_MS)
  city.time.now = at
  expect(await sendReminders(city)).toBe(0)
  city.time.now = at + HOUR_MS
  expect(await sendReminders(city)).toBe(1)
  await set('码头', at + HOUR_MS)
  expect(await sendReminders(city)).toBe(0)
  await set('码头', at + 2 * HOUR_MS)
  city.time.now = at + 2 * HOUR_MS
  expect(await sendReminders(city)).toBe(1)
})

it('a deleted reminder is not sent', async () => {
  await set('码头', city.time.now)
  await city.database.transact(tx => forget(tx, { ref: '码头', accountId: city.ids.rider2 }))
  expect(await city.database.read.$count(reminders)).toBe(1)
  await city.database.transact(tx => forget(tx, { ref: '码头', kind: 'activities.soon' }))
  expect(await sendReminders(city)).toBe(0)
})

it('goes with the account, and stands in its export until then', async () => {
  await set('码头', city.time.now + HOUR_MS)
  const { rider } = city.ids
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).toContain('"words":"码头"')
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await city.database.read.$count(reminders), rider).toBe(0)
})

/** Of an activity at this Shanghai time: what would be said, and when. */
async function remindersFor(startsAt: string) {
  const activity = { id: 'one', title: '清扫码头', spot: 'A 口', startsAt: Date.parse(`${startsAt}+08:00`) }
  await city.database.transact(tx => remindOf({ tx, now: city.time.now }, activity, city.ids.rider))
  const rows = await city.database.read.select().from(reminders)
  return rows.map(({ kind, at, words }) => ({ kind, at: new Date(at).toISOString(), words }))
}

it('an activity is named the evening before at six, and an hour before', async () => {
  const words = '清扫码头，09:30，A 口'
  const evening = { kind: 'activities.tomorrow', at: '2026-11-25T10:00:00.000Z', words }
  const soon = { kind: 'activities.soon', at: '2026-11-26T00:30:00.000Z', words }
  expect(await remindersFor('2026-11-26T09:30')).toEqual(expect.arrayContaining([evening, soon]))
  // Moved nearer, to this afternoon: there is no evening before any more.
  expect(await remindersFor('2026-11-23T15:00')).toMatchObject([{ kind: 'activities.soon' }])
  // Moved to where even the hour before has begun.
  expect(await remindersFor('2026-11-23T10:30')).toEqual([])
})

it('who signs up after six for tomorrow hears of it an hour before, and who leaves not at all', async () => {
  city.time.now = Date.parse('2026-11-23T18:01+08:00')
  expect(await remindersFor('2026-11-24T09:30')).toMatchObject([{ kind: 'activities.soon' }])
  await city.database.transact(tx => forgetReminders(tx, 'one', city.ids.rider))
  expect(await city.database.read.$count(reminders)).toBe(0)
})

it('“tomorrow” is not said on the day itself', async () => {
  await remindersFor('2026-11-24T20:00')
  city.time.now = Date.parse('2026-11-24T00:00+08:00')
  expect(await sendReminders(city)).toBe(0)
})
