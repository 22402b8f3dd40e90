import type { Change } from '#server/core/signups/index.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Act, Place, Told } from './model.ts'
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { accounts } from '#server/core/identity/index.ts'
import {
  acceptOffer,
  addOpening,
  changeOpening,
  endOpening,
  fill,
  lapseOffers,
  lockOpening,
  openings,
  readmit,
  refsToFill,
  refsToLapse,
  signUp,
  signups,
  takeOff,
} from '#server/core/signups/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { takesPlace } from '#shared/volunteering/rules.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { Model, takenIn } from './model.ts'

// SIGNUP_PROGRAMS=10000 is the long run, with another seed each time.
const LONG_RUN = 10_000
/** So many let everything come to pass. */
const ENOUGH = 300
const programs = Number(process.env.SIGNUP_PROGRAMS ?? (dialect === 'sqlite' ? ENOUGH : 30))
const HOUR_MS = 3_600_000
const START = Date.parse('2026-12-05T04:00:00Z')
/** Two at the same time, one that begins when they end, and one that nobody is asked again for. */
const spans = [[0, 2], [1, 2], [2, 4], [0, 1]] as const
const PEOPLE = 5

const person = fc.nat(PEOPLE - 1)
const opening = fc.oneof(
  { weight: 3, arbitrary: fc.nat(1) },
  { weight: 1, arbitrary: fc.nat(spans.length - 1) },
)
const places = fc.integer({ min: 1, max: 3 })
const one = <Name extends string>(name: Name) => fc.constant(name)
const acts: [weight: number, arbitrary: fc.Arbitrary<Act>][] = [
  [12, fc.record({ name: one('signUp'), person, opening })],
  [5, fc.record({ name: one('leave'), person, opening })],
  [3, fc.record({ name: one('accept'), person, opening })],
  [1, fc.record({ name: one('remove'), person, opening })],
  [1.5, fc.record({ name: one('readmit'), person, opening })],
  [2, fc.record({ name: one('resize'), opening, places })],
  [1, fc.record({ name: one('move'), opening, hours: fc.integer({ min: -1, max: 2 }) })],
  [0.6, fc.record({ name: one('callOff'), opening })],
  [1, fc.record({ name: one('suspend'), person })],
  [1.5, fc.record({ name: one('restore'), person })],
  [5, fc.record({ name: one('wait'), hours: fc.integer({ min: 1, max: 4 }), isAsleep: fc.boolean() })],
]
const act = fc.oneof(...acts.map(([weight, arbitrary]) => ({ weight: 10 * weight, arbitrary })))
const program = fc.array(act, { minLength: 10, maxLength: 40, size: 'max' })

let city: TestCity
const people = Array.from({ length: PEOPLE }, (_, at) => `signer-${at}`)
beforeAll(async () => {
  city = await openTestCity()
  await city.database.transact(async tx => void await tx
    .insert(accounts)
    .values(people.map(id => ({ id, role: 'courier' as const, createdAt: 0 }))))
})
afterAll(() => city.close())

const newPlaces = (): Place[] => spans.map(([from, to], at) => ({
  capacity: 1,
  lastSeq: 0,
  startsAt: START + from * HOUR_MS,
  endsAt: START + to * HOUR_MS,
  answerWithinMs: at === 3 ? null : (at === 1 ? 2 : 6) * HOUR_MS,
  isEnded: false,
  rows: new Map(),
}))

/** The room with the same openings and nothing else. Returns their ids, in order. */
async function begin(model: Model): Promise<string[]> {
  const ids = spans.map(() => randomUUID()).sort()
  await city.database.transact(async (tx) => {
    await tx.delete(signups)
    await tx.delete(openings)
    await tx.update(accounts).set({ disabledAt: null }).where(inArray(accounts.id, people))
    for (const [at, { capacity, startsAt, endsAt, answerWithinMs }] of model.places.entries()) {
      const what = { id: ids[at]!, kind: 'activity', ref: ids[at]!, title: '', flow: 'instant' } as const
      const when = { opensAt: 0, startsAt, endsAt, closesAt: startsAt, answerWithinMs }
      await addOpening(tx, { ...what, ...when, capacity })
    }
  })
  return ids
}

/** Does in the room what the model has just done. Returns how it ended and what changed. */
async function perform(
  each: Act,
  model: Model,
  ids: string[],
): Promise<[string, Change[]]> {
  const { now } = model
  const { transact, read } = city.database
  const changes: Change[] = []
  const told = (more: readonly Change[] | undefined) => void changes.push(...more ?? [])

  async function catchUp(): Promise<[string, Change[]]> {
    for (const id of await refsToLapse(read, now))
      await transact(async tx => told(await lapseOffers({ tx, now }, id)))
    for (const id of await refsToFill(read, now))
      await transact(async tx => told(await fill({ tx, now }, (await lockOpening(tx, id))!)))
    return ['done', changes]
  }
  if (each.name === 'wait') return each.isAsleep ? ['done', []] : await catchUp()
  if (!('opening' in each)) {
    const disabledAt = each.name === 'suspend' ? now : null
    await transact(async tx =>
      void await tx.update(accounts).set({ disabledAt }).where(eq(accounts.id, people[each.person]!)))
    return await catchUp()
  }
  const id = ids[each.opening]!
  if (each.name === 'callOff') {
    await transact(async tx => await endOpening(tx, id, now))
    return await catchUp()
  }
  if (each.name === 'move') {
    const { startsAt, endsAt } = model.places[each.opening]!
    const plan = { startsAt, endsAt, closesAt: startsAt }
    await transact(async tx => told(await changeOpening({ tx, now }, (await lockOpening(tx, id))!, plan)))
    return await catchUp()
  }
  return await transact(async (tx) => {
    const context = { tx, now }
    if (each.name === 'resize') {
      const filled = await changeOpening(context, (await lockOpening(tx, id))!, { capacity: each.places })
      return [filled ? 'done' : 'refused', filled ?? []]
    }
    const accountId = people[each.person]!
    if (each.name === 'readmit') return [await readmit(context, id, accountId) ? 'done' : 'absent', []]
    if (each.name === 'leave') return ['done', await takeOff(context, [id], [accountId], 'left')]
    if (each.name === 'remove') return ['done', await takeOff(context, [id], [accountId], 'refused')]
    const decide = each.name === 'signUp' ? signUp : acceptOffer
    const outcome = await decide(context, (await lockOpening(tx, id))!, accountId)
    return 'no' in outcome ? [outcome.no, []] : ['done', [...outcome.changes]]
  })
}

/** All that the room knows, as the model would say it. */
async function state(ids: readonly string[]) {
  const { read } = city.database
  const opened = await read.select().from(openings).orderBy(asc(openings.id))
  const rows = await read.select().from(signups).orderBy(asc(signups.seq))
  return opened.map(({ id, capacity, taken, lastSeq, startsAt }) => ({
    opening: ids.indexOf(id),
    capacity,
    taken,
    lastSeq,
    startsAt,
    rows: rows.filter(({ openingId }) => openingId === id)
      .map(({ accountId, seq, state, answerBy }) => [people.indexOf(accountId), seq, state, answerBy]),
  }))
}

const expected = ({ places }: Model): Awaited<ReturnType<typeof state>> => places.map((place, opening) => ({
  opening,
  capacity: place.capacity,
  taken: takenIn(place),
  lastSeq: place.lastSeq,
  startsAt: place.startsAt,
  rows: [...place.rows]
    .map(([person, { seq, state, answerBy }]) => [person, seq, state, answerBy] as const)
    .sort(([, one], [, other]) => one - other)
    .map(row => [...row]),
}))

/** What holds after every act, whatever the model says. */
function check(model: Model, rooms: Awaited<ReturnType<typeof state>>, why: string) {
  const broken = rooms.filter(({ opening, taken, capacity, rows }) =>
    taken !== rows.filter(([, , state]) => takesPlace(state as 'in')).length
    || taken > capacity
    || new Set(rows.map(([person]) => person)).size < rows.length
    || (taken < capacity && model.fit(opening).length > 0))
  expect(broken, why).toEqual([])
}

/** Half of the time it is about somebody whom it can concern, or too little would come to pass. */
function aimed(each: Act, model: Model): Act {
  if (!('person' in each) || each.person % 2 > 0) return each
  const whoIs = (state: SignupState) => 'opening' in each ? model.whoIs(state, each.opening) : undefined
  const person = {
    accept: whoIs('offered') ?? whoIs('lapsed'),
    readmit: whoIs('refused'),
    leave: whoIs('in'),
    restore: [...model.suspended][0],
    suspend: model.whoIs('waiting', each.person % 2),
    remove: whoIs('in'),
    signUp: undefined,
  }[each.name]
  return person === undefined ? each : { ...each, person }
}

/** Plays a program in the model and in the room, and compares them after each act. */
async function play(acts: readonly Act[], ended: Set<string>): Promise<void> {
  const model = new Model(newPlaces(), START - 20 * HOUR_MS)
  const ids = await begin(model)
  for (const [at, chosen] of acts.entries()) {
    const each = aimed(chosen, model)
    const outcome = model.perform(each)
    ended.add(`${each.name} ${outcome}`)
    if (outcome === 'not possible') continue
    const [did, changes] = await perform(each, model, ids)
    const why = `${at}: ${JSON.stringify(each)}`
    expect(did, why).toBe(outcome)
    const told = changes.map(({ opening, accountId, state, answerBy }): Told =>
      [ids.indexOf(opening.id), people.indexOf(accountId), state, answerBy])
    expect(told, why).toEqual(model.told)
    const rooms = await state(ids)
    expect(rooms, why).toEqual(expected(model))
    check(model, rooms, why)
  }
}

it(`${programs} random programs: places, order, offers and clashes are those of the model`, async () => {
  const ended = new Set<string>()
  await fc.assert(
    fc.asyncProperty(program, async acts => await play(acts, ended)),
    { numRuns: programs, ...(programs < LONG_RUN && { seed: 20_261_129 }) },
  )
  if (programs < ENOUGH) return
  expect([...ended].sort()).toEqual(expect.arrayContaining([
    ...['absent', 'done', 'over'].map(outcome => `accept ${outcome}`),
    ...['clash', 'closed', 'done', 'removed'].map(outcome => `signUp ${outcome}`),
    ...['callOff', 'leave', 'move', 'readmit', 'remove', 'resize', 'restore', 'suspend', 'wait']
      .map(name => `${name} done`),
    'readmit absent',
    'resize refused',
  ]))
})
