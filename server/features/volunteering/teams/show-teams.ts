import type { Team } from '#server/core/teams/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { TeamBrief, TeamView } from '#shared/volunteering/teams.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { captainsOf, scopesOf } from '#server/core/posts/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { findTeam, teams } from '#server/core/teams/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { Refused } from '#shared/refusal.ts'
import { TEAM_MEMBERS_MAX } from '#shared/volunteering/teams.ts'
import { and, asc, count, eq, inArray, sum } from 'drizzle-orm'
import { mayLead } from '../may-lead.ts'
import { volunteerHours } from '../tables.ts'

const TEAMS_MAX = 500
/** Enough for all members, and for the first of those who ask. */
const ROLL_MAX = 2 * TEAM_MEMBERS_MAX

/** Answers `teams.near`: one's own teams, then the others, nearest areas first. */
export const teamsNear: QueryHandler<'teams.near'> = async (_input, context) => {
  const { read, actor } = context
  const briefs = await briefsOf(context, await read.select().from(teams))
  const rank = ({ mine, isCaptain, areaId }: TeamBrief) =>
    isCaptain || mine === 'in' ? 9 : mine === 'asked' ? 8 : sharedLevels(areaId, actor.areaId ?? '')
  const byName = (a: TeamBrief, b: TeamBrief) => a.name.localeCompare(b.name, 'zh') || (a.id < b.id ? -1 : 1)
  return briefs.sort((a, b) => rank(b) - rank(a) || byName(a, b)).slice(0, TEAMS_MAX)
}

/** How many levels, from the city down, two areas have in common. */
const sharedLevels = (one: string, other: string): number => areaCodeLengths
  .filter(length => one.length >= length && one.slice(0, length) === other.slice(0, length))
  .length

/** Answers `teams.one`. The roll, with names only, is for members and for those who lead the team. */
export const oneTeam: QueryHandler<'teams.one'> = async ({ teamId }, context) => {
  const { read, actor, now } = context
  const team = await findTeam(read, teamId)
  if (!team) throw new Refused({ code: 'teams.unknown' })
  const [brief] = await briefsOf(context, [team])
  const mayDecide = mayLead(actor, { areaId: team.areaId, teamId })
  const captains = await captainsOf(read, now, teamId)
  return {
    ...brief!,
    words: team.words,
    foundedAt: team.foundedAt,
    captains: await namesOf(read, captains),
    mayDecide,
    roll: mayDecide || brief!.mine === 'in' ? await rollOf(context, teamId, { mayDecide, captains }) : [],
  }
}

async function namesOf(read: Reader, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await read.select({ name: accounts.name }).from(accounts).where(inArray(accounts.id, [...ids]))
  return rows.flatMap(({ name }) => name ?? []).sort((a, b) => a.localeCompare(b, 'zh'))
}

interface Seen { readonly mayDecide: boolean, readonly captains: readonly string[] }
/** The roll: those who ask, for people who may decide, then the members; in the order in which they came. */
async function rollOf(
  { read, actor }: QueryContext,
  teamId: string,
  { mayDecide, captains }: Seen,
): Promise<TeamView['roll']> {
  const rows = await read
    .select({
      accountId: signups.accountId,
      name: accounts.name,
      state: signups.state,
      since: signups.at,
      words: signups.words,
    })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .innerJoin(accounts, eq(accounts.id, signups.accountId))
    .where(and(
      eq(openings.kind, 'team'),
      eq(openings.ref, teamId),
      inArray(signups.state, mayDecide ? ['asked', 'in'] : ['in']),
    ))
    .orderBy(asc(signups.state), asc(signups.seq))
    .limit(ROLL_MAX)
  const hours = await read
    .select({ accountId: volunteerHours.accountId, minutes: sum(volunteerHours.minutes) })
    .from(volunteerHours)
    .where(eq(volunteerHours.teamId, teamId))
    .groupBy(volunteerHours.accountId)
  const minutesOf = new Map(hours.map(({ accountId, minutes }) => [accountId, Number(minutes)]))
  const seesHours = (accountId: string) => mayDecide || accountId === actor.accountId
  return rows.map(({ name, words, ...row }) => ({
    ...row,
    name: name ?? '',
    isCaptain: captains.includes(row.accountId),
    minutes: seesHours(row.accountId) ? minutesOf.get(row.accountId) ?? 0 : 0,
    words: mayDecide ? words : '',
  }))
}

async function briefsOf({ read, actor }: QueryContext, rows: readonly Team[]): Promise<TeamBrief[]> {
  const ids = rows.map(({ id }) => id)
  const [standing, minutes] = [await standingOf(read, actor.accountId, ids), await minutesOf(read, ids)]
  const captainOf = scopesOf(actor, 'captain')
  return await Promise.all(rows.map(async ({ id, name, trade, areaId }) => {
    const { members = 0, asking = 0, mine = null } = standing.get(id) ?? {}
    return {
      id,
      name,
      trade,
      areaId,
      areaName: await nameOfArea(read, areaId),
      members,
      minutes: minutes.get(id) ?? 0,
      mine,
      isCaptain: captainOf.includes(id),
      asking: mayLead(actor, { areaId, teamId: id }) ? asking : 0,
    }
  }))
}

type Standing = Partial<Pick<TeamBrief, 'members' | 'asking' | 'mine'>>
/** By team: the number of members and of requests, and the actor's own state. */
async function standingOf(
  read: Reader,
  accountId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>()
  if (ids.length === 0) return found
  const ofThem = and(eq(openings.kind, 'team'), inArray(openings.ref, [...ids]))
  const taken = await read.select({ ref: openings.ref, taken: openings.taken }).from(openings).where(ofThem)
  const asking = await read
    .select({ ref: openings.ref, asking: count() })
    .from(openings)
    .innerJoin(signups, and(eq(signups.openingId, openings.id), eq(signups.state, 'asked')))
    .where(ofThem)
    .groupBy(openings.ref)
  const mine = await read
    .select({ ref: openings.ref, mine: signups.state })
    .from(openings)
    .innerJoin(signups, and(eq(signups.openingId, openings.id), eq(signups.accountId, accountId)))
    .where(ofThem)
  for (const { ref, taken: members } of taken) found.set(ref, { members })
  for (const { ref, ...rest } of [...asking, ...mine]) found.set(ref, { ...found.get(ref), ...rest })
  return found
}

/** By team: the minutes that members have volunteered in its name, including former members. */
async function minutesOf(read: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ teamId: volunteerHours.teamId, minutes: sum(volunteerHours.minutes) })
    .from(volunteerHours)
    .where(inArray(volunteerHours.teamId, [...ids]))
    .groupBy(volunteerHours.teamId)
  return new Map(rows.map(({ teamId, minutes }) => [teamId!, Number(minutes)]))
}
