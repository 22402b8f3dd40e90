import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { accounts } from '#server/core/identity/index.ts'
import {
  acceptOffer,
  addOpening,
  changeOpening,
  fill,
  lapseOffers,
  lockOpening,
  openings,
  refsToFill,
  refsToLapse,
  signUp,
  signups,
  takeOff,
} from '#server/core/signups/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { overlaps, takesPlace } from '#shared/volunteering/rules.ts'
import { eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'

// SIGNUP_PROGRAMS=10000 is the long run, with another seed each time.
const LONG_RUN = 10_000
const programs = Number(process.env.SIGNUP_PROGRAMS ?? (dialect === 'sqlite' ? 600 : 30))
const HOUR_MS = 3_600_000
const START = Date.parse('2026-12-05T04:00:00Z')
/** Two at the same time, one that begins when they end, and one that nobody is asked again for. */
const spans = [[0, 2], [1, 2], [2, 4], [0, 1]] as const
const PEOPLE = 6

const person = fc.nat(PEOPLE - 1)
const opening = fc.oneof(
  { weight: 3, arbitrary: fc.nat(1) },
  { weight: 1, arbitrary: fc.nat(spans.length - 1) },
)
const act = fc.oneof(
  { weight: 10, arbitrary: fc.record({ name: fc.constant('signUp' as const), person, opening }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('leave' as const), person, opening }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('accept' as const), person, opening }) },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant('resize' as const),
      opening,
      places: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('suspend' as const), person }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('restore' as const), person }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 7 }) }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer Made> ? Made : never
const program = fc.array(act, { minLength: 8, maxLength: 30 })

let city: TestCity
const people = Array.from({ length: PEOPLE }, (_, at) => `signer-${at}`)
beforeAll(async () => {
  city = await openTestCity()
  await city.database.transact(async tx => void await tx
    .insert(accounts)
    .values(people.map(id => ({ id, role: 'courier' as const, createdAt: 0 }))))
})
afterAll(() => city.close())

type Signups = (typeof signups.$inferSelect)[]

/** Plays a program on openings of its own, and checks after each act what always holds. */
async function play(acts: readonly Act[], succeeded: Set<string>): Promise<void> {
  let now = START - 24 * HOUR_MS
  const ids = spans.map(() => randomUUID())
  const transact = city.database.transact
  await transact(async (tx) => {
    await tx.update(accounts).set({ disabledAt: null }).where(inArray(accounts.id, people))
    for (const [at, [from, to]] of spans.entries()) {
      await addOpening(tx, {
        id: ids[at]!,
        kind: 'activity',
        ref: ids[at]!,
        title: `opening ${at}`,
        capacity: 1,
        flow: 'instant',
        opensAt: 0,
        startsAt: START + from * HOUR_MS,
        endsAt: START + to * HOUR_MS,
        closesAt: START + from * HOUR_MS,
        answerWithinMs: at === 3 ? null : 6 * HOUR_MS,
      })
    }
  })
  const suspended = new Set<string>()
  let before: Signups = []

  async function catchUp() {
    for (const id of await refsToLapse(city.database.read, now))
      await transact(async tx => void await lapseOffers({ tx, now }, id))
    for (const id of await refsToFill(city.database.read, now))
      await transact(async tx => void await fill({ tx, now }, (await lockOpening(tx, id))!))
  }

  async function perform(each: Act): Promise<string> {
    if (each.name === 'wait') {
      now += each.hours * HOUR_MS
      await catchUp()
      return 'done'
    }
    if (each.name === 'suspend' || each.name === 'restore') {
      const id = people[each.person]!
      const disabledAt = each.name === 'suspend' ? now : null
      await transact(async tx =>
        void await tx.update(accounts).set({ disabledAt }).where(eq(accounts.id, id)))
      suspended[each.name === 'suspend' ? 'add' : 'delete'](id)
      await catchUp()
      return 'done'
    }
    const id = ids[each.opening]!
    return await transact(async (tx) => {
      const context = { tx, now }
      if (each.name === 'leave') {
        await takeOff(context, id, [people[each.person]!], 'left')
        return 'done'
      }
      const locked = (await lockOpening(tx, id))!
      if (each.name === 'resize')
        return await changeOpening(context, locked, { capacity: each.places }) ? 'done' : 'refused'
      const decide = each.name === 'signUp' ? signUp : acceptOffer
      // Half of the time by who was offered a place, or hardly any would be accepted.
      const offered = before.find(row => row.openingId === id && row.state === 'offered')?.accountId
      const accepts = each.name === 'accept' && each.person % 2 === 0
      const outcome = await decide(context, locked, (accepts && offered) || people[each.person]!)
      return 'no' in outcome ? outcome.no : 'done'
    })
  }

  async function check(each: Act) {
    const opened = await city.database.read.select().from(openings).where(inArray(openings.id, ids))
    const rows = await city.database.read.select().from(signups).where(inArray(signups.openingId, ids))
    interface Span { startsAt: number, endsAt: number }
    const spanOf = (id: string) => opened.find(found => found.id === id) as Span
    const fits = (accountId: string, openingId: string) =>
      !suspended.has(accountId)
      && rows.every(row => row.accountId !== accountId || row.openingId === openingId
        || !['in', 'offered'].includes(row.state) || !overlaps(spanOf(row.openingId), spanOf(openingId)))
    for (const { id, capacity, taken, closesAt } of opened) {
      const here = rows.filter(({ openingId }) => openingId === id)
      expect(taken).toBe(here.filter(({ state }) => takesPlace(state)).length)
      expect(taken).toBeLessThanOrEqual(capacity)
      expect(new Set(here.map(({ accountId }) => accountId)).size).toBe(here.length)
      const waits = here.filter(row => row.state === 'waiting' && fits(row.accountId, id))
      if (now < closesAt! && taken < capacity) expect(waits, JSON.stringify(each)).toEqual([])
      const wasWaiting = (accountId: string) =>
        before.some(row => row.openingId === id && row.accountId === accountId && row.state === 'waiting')
      const movedUp = here.filter(row => takesPlace(row.state) && wasWaiting(row.accountId))
      for (const { seq } of movedUp)
        expect(waits.filter(row => row.seq < seq), JSON.stringify(each)).toEqual([])
    }
    before = rows
  }

  for (const each of acts) {
    if (await perform(each) === 'done') succeeded.add(each.name)
    await check(each)
  }
}

it(`${programs} random programs: places, order and clashes hold after every act`, async () => {
  const succeeded = new Set<string>()
  await fc.assert(
    fc.asyncProperty(program, async acts => await play(acts, succeeded)),
    { numRuns: programs, ...(programs < LONG_RUN && { seed: 20_261_129 }) },
  )
  expect([...succeeded].sort())
    .toEqual(['accept', 'leave', 'resize', 'restore', 'signUp', 'suspend', 'wait'])
})
