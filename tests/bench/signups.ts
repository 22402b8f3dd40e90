import type { Actor, QueryContext } from '#server/sync/context.ts'
import type { FindActivities } from '#shared/volunteering/activities.ts'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts } from '#server/core/identity/index.ts'
import { queryHandlers } from '#server/handlers.ts'
import { dayOf } from '#shared/kernel/day.ts'
import autocannon from 'autocannon'
import { like } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { COMMUNITY, openTestCity, PLACE } from '../support/city.ts'
import { crowdOf } from '../support/crowd.ts'
import { interleave, median, promise, startBeside } from './measure.ts'
import { moveCity } from './move-city.ts'
import { publishMany, signUpMany } from './signups-city.ts'

// How long the list of a city's activities takes in the server; then how many people sign up through the real
// door, beside the same rows written to the same tables in raw SQL.
const ACTIVITIES = 650
const LISTS = 40
const LIST_MS_MAX = 20
const CONNECTIONS = 32
const PEOPLE = 1024
const PLACES = 500 // Half of the people are in, the others wait.
const WARM_S = 4 // Until the engine has compiled what is hot.
const SECONDS = 4
const ROUNDS = 3
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]

async function openCrowdedCity() {
  const city = await openTestCity({ LIMITS_FACTOR: '1000000' })
  city.time.now = Date.now()
  const cookies = await crowdOf(city, PEOPLE, { days: 0 })
  const people = await city.database.read
    .select({ id: accounts.id })
    .from(accounts)
    .where(like(accounts.phone, '1380001%'))
  return { city, cookies, people: people.map(({ id }) => id) }
}

async function measureLists(): Promise<void> {
  const { city, people } = await openCrowdedCity()
  const capacity = () => 5 + Math.floor(Math.random() * 15)
  const wanted = { count: ACTIVITIES, capacity, every: HOUR_MS / 2 }
  const { openings, activities } = await publishMany(city, wanted)
  await signUpMany(city, openings, people)
  const { database: { read, watch }, settings, rulings, time: { now } } = city
  const rider: Actor = { accountId: people[500]!, role: 'courier', areaId: COMMUNITY, posts: [] }
  const visitor: Actor = { accountId: 'visitor', role: 'visitor', areaId: null, posts: [] }
  const lists: [what: string, actor: Actor, asked: FindActivities][] = [
    ['to a visitor', visitor, {}],
    ['to a rider', rider, {}],
    ['the last page', rider, { after: ACTIVITIES - 50 }],
    ['near, free, without a clash', rider, { near: PLACE, isFree: true, fits: true }],
    ['of a day, a kind and an area', rider, {
      from: dayOf(now + 2 * DAY_MS),
      to: dayOf(now + 2 * DAY_MS),
      kinds: ['volunteering'],
      areaId: COMMUNITY,
    }],
    ['of a team, for who can repair', rider, { teamId: activities[0]!.teamId, skills: ['repair'] }],
  ]
  for (const [what, actor, asked] of lists) {
    const context: QueryContext = { read, watch, settings, rulings, actor, now, about: () => {} }
    const times: number[] = []
    for (let round = 0; round < LISTS; round++) {
      const began = performance.now()
      await queryHandlers['activities.open'](asked, context)
      times.push(performance.now() - began)
    }
    const ms = median(times)
    promise(`the list of ${ACTIVITIES} activities, ${what} (ms)`, ms, ms <= LIST_MS_MAX, `≤ ${LIST_MS_MAX}`)
  }
  await city.close()
}

/** Accepted sign-ups a second: one person after the other for the first activity, then for the next … */
function signUps(url: string, cookies: readonly string[], activityIds: readonly string[]) {
  let turn = 0
  return async (duration = SECONDS): Promise<number> => {
    const result = await autocannon({
      url: `${url}/api/commands`,
      connections: CONNECTIONS,
      duration,
      method: 'POST',
      requests: [{
        setupRequest: (request) => {
          const nth = turn++
          const cookie = cookies[nth % cookies.length]!
          const activityId = activityIds[Math.floor(nth / cookies.length) % activityIds.length]!
          const [id, madeAt] = [uuidv7(), Date.now()]
          const commands = [{ id, name: 'activities.signUp', input: { activityId }, madeAt }]
          return {
            ...request,
            headers: { 'content-type': 'application/json', 'x-little-bee': '1', cookie },
            body: JSON.stringify({ sentAt: madeAt, commands }),
          }
        },
      }],
      verifyBody: body => body?.includes('"accepted"') ?? false,
    })
    const { errors, mismatches, non2xx } = result
    if (errors + mismatches + non2xx > 0)
      throw new Error(`not all were accepted: ${JSON.stringify({ errors, mismatches, non2xx })}`)
    return result.requests.average
  }
}

async function measureDoor(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
  const { city, cookies } = await openCrowdedCity()
  const capacity = () => PLACES
  const { activities } = await publishMany(city, { count: ACTIVITIES, capacity, every: HOUR_MS })
  const ids = activities.map(({ id }) => id)
  await moveCity(city, join(folder, 'ours'))
  copyFileSync(join(folder, 'ours', 'little-bee.sqlite'), join(folder, 'ceiling.sqlite'))
  const ceiling = await startBeside('signups-ceiling-server', join(folder, 'ceiling.sqlite'))
  const ours = await startBeside('our-server', join(folder, 'ours'))

  const contestants = {
    signUps: signUps(ours.url, cookies, ids),
    raw: signUps(ceiling.url, cookies, ids),
  }
  for (const warm of Object.values(contestants)) await warm(WARM_S)
  const rates = await interleave(ROUNDS, {
    signUps: () => contestants.signUps(),
    raw: () => contestants.raw(),
  })
  console.log(
    `sign-ups a second, ${CONNECTIONS} connections:`,
    Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)])),
  )
  const share = rates.signUps / rates.raw
  promise('sign-ups, of the ceiling', share, share >= 0.4, '≥ 0.4')
  await Promise.all([ours.stop(), ceiling.stop()])
  rmSync(folder, { recursive: true, force: true })
}

await measureLists()
await measureDoor()
