import type { TestCity } from '../../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { lapseAndFill } from '#server/features/volunteering/activities/steer.ts'
import { overlaps, takesPlace } from '#shared/volunteering/rules.ts'
import { eq, like } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { crowdOf, openPort } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { HOUR } from './held-activity.ts'
import { publish } from './planned-activity.ts'

const PEOPLE = 24
const ROUNDS = 6
let city: TestCity
freshCity(given => void (city = given))

/** Where everybody stands, with the time of each. */
const standing = async () => await city.database.read
  .select({ signup: signups, opening: openings })
  .from(signups)
  .innerJoin(openings, eq(openings.id, signups.openingId))

it('a crowd crosses over between activities: nobody is in two at a time, no place is lost', async () => {
  const first = city.time.now + 30 * HOUR
  const ids = await Promise.all([0, 1, 2, 0, 1].map(async (later) => {
    const startsAt = first + later * HOUR
    return (await publish(city, { startsAt, capacity: 4 })).activityId
  }))
  const cookies = await crowdOf(city, PEOPLE, { days: 0 })
  const port = await openPort(city, PEOPLE)
  const said = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const replies = await Promise.all(cookies.flatMap((cookie, person) => ids.map(async (_, turn) => {
      const activityId = ids[(person * 7 + turn * (1 + round % 3) + round) % ids.length]!
      const name = (person + turn + round) % 3 === 0 ? 'activities.leave' : 'activities.signUp'
      return await port.send(cookie, { name, input: { activityId } })
    })))
    for (const reply of replies) said.add(reply.status === 'refused' ? reply.refusal.code : reply.status)
    city.time.now += 1000
  }
  await port.close()
  expect([...said].sort()).toEqual(['accepted', 'activities.clash'])

  await lapseAndFill(city)
  const rows = await standing()
  const people = (await city.database.read.select().from(accounts).where(like(accounts.phone, '1380001%')))
    .map(({ id }) => id)
  const spansOf = (accountId: string) => rows
    .filter(({ signup }) => signup.accountId === accountId && takesPlace(signup.state))
    .map(({ opening }) => ({ startsAt: opening.startsAt!, endsAt: opening.endsAt! }))
  for (const accountId of people) {
    const spans = spansOf(accountId)
    expect(spans.filter((span, at) => spans.some((other, i) => i > at && overlaps(span, other)))).toEqual([])
  }
  for (const opening of await city.database.read.select().from(openings)) {
    const of = rows.filter(({ signup }) => signup.openingId === opening.id)
    expect(of.filter(({ signup }) => takesPlace(signup.state)).length).toBe(opening.taken)
    const span = { startsAt: opening.startsAt!, endsAt: opening.endsAt! }
    const fit = of.filter(({ signup: { state, accountId } }) =>
      state === 'waiting' && !spansOf(accountId).some(other => overlaps(span, other)))
    if (opening.taken < opening.capacity) expect(fit).toEqual([])
  }
})
