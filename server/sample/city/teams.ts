import type { Transaction } from '#server/database/database.ts'
import type { Trade } from '#shared/volunteering/rules.ts'
import type { Person } from './people.ts'
import type { Spot } from './reports.ts'
import { posts } from '#server/core/posts/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { TEAM_MEMBERS_MAX } from '#shared/volunteering/teams.ts'
import { openRandom } from '../random.ts'
import { DAYS } from './published.ts'
import { HOUR_MS, idAt, insertAll } from './rows.ts'

const tradeNames: Record<Trade, string> = { parcel: '快递', ride: '出行', meal: '送餐', other: '先锋' }

type Opening = typeof openings.$inferInsert
type Signup = typeof signups.$inferInsert

/** What teams and activities are drawn from. */
export interface Given {
  readonly now: number
  readonly spots: readonly Spot[]
  /** In the order in which they registered. */
  readonly volunteers: readonly Person[]
  readonly clerks: ReadonlyMap<string, string>
  readonly count: { readonly teams: number, readonly activities: number, readonly places: number }
}
export interface Team { readonly id: string, readonly spot: Spot, readonly members: readonly string[] }

/** Teams, each with its captain and its members. */
export async function foundTeams(tx: Transaction, given: Given): Promise<Team[]> {
  const { now, spots, volunteers, clerks, count } = given
  const random = openRandom(108)
  const trades = Object.keys(tradeNames) as Trade[]
  const rows: (typeof teams.$inferInsert)[] = []
  const [places, members, captains]: [Opening[], Signup[], (typeof posts.$inferInsert)[]] = [[], [], []]
  const founded = Array.from({ length: count.teams }, (_, at): Team => {
    const foundedAt = Math.floor(now - (20 + random.between(0, DAYS - 40)) * DAY_MS)
    const spot = spots[Math.floor(at * spots.length / count.teams)]!
    const trade = trades[at % trades.length]!
    const id = idAt(foundedAt, `team ${at}`)
    const foundedBy = clerks.get(spot.areaId.slice(0, 6))!
    rows.push({
      id,
      name: `${tradeNames[trade]}${at + 1}队`,
      trade,
      words: '收工以后，搭把手。',
      areaId: spot.areaId.slice(0, 9),
      foundedAt,
      foundedBy,
    })
    const size = Math.floor(random.between(8, 21))
    const own = Array.from(
      { length: size },
      (_, each) => volunteers[(at * 21 + each) % volunteers.length]!.id,
    )
    places.push({
      ...placesFor('team', id, `${tradeNames[trade]}${at + 1}队`),
      capacity: TEAM_MEMBERS_MAX,
      taken: size,
      lastSeq: size,
      flow: 'ask',
      opensAt: foundedAt,
    })
    members.push(...own.map((accountId, seq) =>
      ({ openingId: id, accountId, seq: seq + 1, state: 'in' as const, at: foundedAt + (seq + 1) * HOUR_MS }),
    ))
    captains.push({
      id: idAt(foundedAt, `captain ${at}`),
      accountId: own[0]!,
      kind: 'captain',
      scope: id,
      from: foundedAt + HOUR_MS,
      givenBy: foundedBy,
      reason: '队员推选',
    })
    return { id, spot, members: own }
  })
  await insertAll(tx, teams, rows)
  await insertAll(tx, openings, places)
  await insertAll(tx, signups, members)
  await insertAll(tx, posts, captains)
  return founded
}

/** An opening without a time of its own. */
export const placesFor = (kind: 'team' | 'activity', id: string, title: string) => ({
  id,
  kind,
  ref: id,
  title,
  closesAt: null,
  startsAt: null,
  endsAt: null,
  answerWithinMs: null,
  endedAt: null,
})
