import type { TestCity } from '../../../support/city.ts'
import type { RunningServer } from '../../../support/server.ts'
import { notices } from '#server/core/notices/tables.ts'
import { dialect } from '#server/database/dialect.ts'
import { ANSWER_MS } from '#shared/volunteering/rules.ts'
import { like } from 'drizzle-orm'
import { afterEach, expect, it } from 'vitest'
import { crowdOf } from '../../../support/crowd.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { startServer } from '../../../support/server.ts'
import { HOUR, MINUTE } from './held-activity.ts'
import { listOf, placesOf, publish } from './planned-activity.ts'

const SECRET = 'a secret for tests, long enough to pass'
const running: RunningServer[] = []
let city: TestCity
freshCity(given => void (city = given))
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

/** An activity with offers that ran out while nobody's clock ran: three of six places, a minute apart. */
async function lateOffers(capacity: number, at: number) {
  city.time.now = at - ANSWER_MS - 10 * MINUTE
  const activity = await publish(city, { capacity, startsAt: at + 40 * HOUR })
  const { activityId } = activity
  const send = async (cookie: string, name: 'activities.signUp' | 'activities.leave') =>
    await city.holding(cookie).done(name, { activityId })
  return { activityId, send }
}

it.runIf(dialect === 'postgresql')(
  'two servers that start at once after an outage: offers lapse once, in order, and move on once',
  async () => {
    const now = Date.now()
    const { activityId, send } = await lateOffers(6, now)
    const cookies = await crowdOf(city, 18, { days: 0 })
    for (const cookie of cookies) await send(cookie, 'activities.signUp')
    const line = [...await listOf(city, activityId, 'in'), ...await listOf(city, activityId, 'waiting')]
    for (const cookie of cookies.slice(0, 3)) {
      city.time.now += MINUTE
      await send(cookie, 'activities.leave')
    }
    expect(await listOf(city, activityId, 'offered')).toEqual(line.slice(6, 9))
    city.time.now = now
    const { dataDir, settings: { databaseUrl: DATABASE_URL } } = city
    const start = () => startServer({ dataDir, env: { SECRET, DATABASE_URL } })
    running.push(...await Promise.all([start(), start()]))

    await expect.poll(() => listOf(city, activityId, 'offered'))
      .toEqual(line.slice(9, 12))
    expect(await listOf(city, activityId, 'lapsed')).toEqual(line.slice(6, 9))
    expect(await listOf(city, activityId, 'waiting')).toEqual(line.slice(12))
    expect(await placesOf(city, activityId)).toEqual({ capacity: 6, taken: 6 })
    const told = await city.database.read
      .select({ accountId: notices.accountId, kind: notices.kind })
      .from(notices)
      .where(like(notices.kind, 'activities.%'))
    const toldOf = (kind: string) => told
      .filter(each => each.kind === kind)
      .map(({ accountId }) => line.indexOf(accountId))
      .sort((a, b) => a - b)
    expect(toldOf('activities.lapsed')).toEqual([6, 7, 8])
    expect(toldOf('activities.offered')).toEqual([6, 7, 8, 9, 10, 11])
    for (const server of running) expect(server.output()).not.toContain('a task failed')
  },
)
