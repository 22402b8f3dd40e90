import type { TestCity } from '../support/city.ts'
import { randomUUID } from 'node:crypto'
import { openings, signups } from '#server/core/signups/index.ts'
import { teams } from '#server/core/teams/tables.ts'
import { activities } from '#server/features/volunteering/tables.ts'
import { openRandom } from '#server/sample/random.ts'
import { activityKinds, skills } from '#shared/volunteering/rules.ts'
import { eq } from 'drizzle-orm'
import { COMMUNITY } from '../support/city.ts'

const TEAMS = 100
const ROWS_PER_INSERT = 200
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]

interface Wanted {
  readonly count: number
  readonly capacity: () => number
  /** How long after the one before an activity begins (ms); each takes an hour. */
  readonly every: number
}

/** Publishes so many activities of a hundred teams, from tomorrow on. Their ids, and their openings'. */
export async function publishMany(
  { database, ids, time: { now } }: Pick<TestCity, 'database' | 'ids' | 'time'>,
  { count, capacity, every }: Wanted,
) {
  const random = openRandom(650)
  const founded = Array.from({ length: TEAMS }, (_, at) => ({
    id: randomUUID(),
    name: `示例队 ${at + 1}`,
    trade: 'parcel' as const,
    words: '',
    areaId: COMMUNITY,
    foundedBy: ids.staff,
    foundedAt: now,
  }))
  const rows = Array.from({ length: count }, (_, at) => {
    const startsAt = now + DAY_MS + at * every
    return {
      id: randomUUID(),
      number: at + 1,
      kind: random.pick(activityKinds),
      state: 'published' as const,
      title: `护学岗 ${at + 1}`,
      words: '早上在校门口引导车辆慢行，护送孩子过马路。'.repeat(10),
      bring: '反光背心',
      areaId: COMMUNITY,
      latitude: random.between(30.4, 30.8),
      longitude: random.between(114.1, 114.5),
      spot: '校门口',
      startsAt,
      endsAt: startsAt + HOUR_MS,
      leaveBy: startsAt - HOUR_MS,
      capacity: capacity(),
      skills: at % 4 === 0 ? [random.pick(skills)] : [],
      teamId: random.pick(founded).id,
      madeBy: ids.staff,
      publishedBy: ids.staff,
      changedAt: now,
      changedBy: ids.staff,
    }
  })
  const opened = rows.map(({ id: ref, title, capacity: places, startsAt, endsAt }) => ({
    id: randomUUID(),
    kind: 'activity' as const,
    ref,
    title,
    capacity: places,
    flow: 'instant' as const,
    opensAt: now,
    closesAt: startsAt,
    startsAt,
    endsAt,
    answerWithinMs: 6 * HOUR_MS,
  }))
  await database.transact(async (tx) => {
    await tx.insert(teams).values(founded)
    for (let from = 0; from < count; from += ROWS_PER_INSERT) {
      await tx.insert(activities).values(rows.slice(from, from + ROWS_PER_INSERT))
      await tx.insert(openings).values(opened.slice(from, from + ROWS_PER_INSERT))
    }
  })
  return { activities: rows, openings: opened }
}

/** Signs people up for every opening, up to twice as many as it has places. */
export async function signUpMany(
  { database, time: { now } }: Pick<TestCity, 'database' | 'time'>,
  opened: Awaited<ReturnType<typeof publishMany>>['openings'],
  accountIds: readonly string[],
): Promise<void> {
  const random = openRandom(6148)
  const filled = opened.map(({ id, capacity }) => {
    const wanted = Math.floor(random.between(0, capacity * 2))
    const from = Math.floor(random.between(0, accountIds.length - wanted))
    const rows = accountIds.slice(from, from + wanted).map((accountId, at) => ({
      openingId: id,
      accountId,
      seq: at + 1,
      state: at < capacity ? ('in' as const) : ('waiting' as const),
      at: now,
    }))
    return { id, taken: Math.min(wanted, capacity), rows }
  })
  const rows = filled.flatMap(opening => opening.rows)
  await database.transact(async (tx) => {
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT)
      await tx.insert(signups).values(rows.slice(from, from + ROWS_PER_INSERT))
    for (const { id, taken, rows: { length } } of filled)
      await tx.update(openings).set({ taken, lastSeq: length }).where(eq(openings.id, id))
  })
}
