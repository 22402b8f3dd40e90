import type { Transaction } from '#server/database/database.ts'
import type { ActivityKind } from '#shared/volunteering/rules.ts'
import type { Random } from '../random.ts'
import type { Paid } from './purses.ts'
import type { Spot } from './reports.ts'
import type { Given, Team } from './teams.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { activities, attendances, volunteerHours } from '#server/features/volunteering/tables.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { CLOSES_AFTER_MS, isGathering, minutesOf, MISSED_COUNTS_MS } from '#shared/volunteering/rules.ts'
import { openRandom } from '../random.ts'
import { DAYS } from './published.ts'
import { HOUR_MS, idAt, insertAll, MINUTE_MS, weighted } from './rows.ts'
import { foundTeams, placesFor } from './teams.ts'

interface Plan {
  readonly title: string
  readonly kind?: ActivityKind
  readonly hours: number
  readonly from: readonly number[]
}
const plans: readonly Plan[] = [
  { title: '护学岗', hours: 1, from: [7] },
  { title: '路口文明劝导', hours: 2, from: [7, 17] },
  { title: '给独居老人送餐', hours: 2, from: [10, 11] },
  { title: '楼道清杂物', hours: 2, from: [14, 15] },
  { title: '非机动车停放整理', hours: 2, from: [9, 16] },
  { title: '消防通道巡查', hours: 1.5, from: [15, 19] },
  { title: '飞线充电排查', hours: 3, from: [14] },
  { title: '反诈上门讲', hours: 1.5, from: [10, 19] },
  { title: '江滩净滩', hours: 3, from: [8] },
  { title: '敬老院陪护', hours: 2.5, from: [14] },
  { title: '暴雨后清淤', hours: 2, from: [9] },
  { title: '旧衣回收', hours: 2, from: [9] },
  { title: '小哥生日会', kind: 'birthday', hours: 2, from: [19] },
  { title: '骑手恳谈会', kind: 'talk', hours: 2, from: [20] },
]
const UPCOMING = 12
const HELD_MOST = 24

type Opening = typeof openings.$inferInsert
type Signup = typeof signups.$inferInsert
interface Drawn {
  readonly activities: (typeof activities.$inferInsert)[]
  readonly openings: Opening[]
  readonly signups: Signup[]
  readonly attendances: (typeof attendances.$inferInsert)[]
  readonly hours: (typeof volunteerHours.$inferInsert)[]
  readonly awards: Paid[]
}

/** Writes teams and the activities of teams and communities; returns the awards for the hours. */
export async function writeActivities(tx: Transaction, given: Given): Promise<Paid[]> {
  const founded = await foundTeams(tx, given)
  const drawn = drawActivities(given, founded)
  await insertAll(tx, activities, drawn.activities)
  await insertAll(tx, openings, drawn.openings)
  await insertAll(tx, signups, drawn.signups)
  await insertAll(tx, attendances, drawn.attendances)
  await insertAll(tx, volunteerHours, drawn.hours)
  return drawn.awards
}

/** The number of people for each activity: about equal, with the given sum. */
function sharesOf(random: Random, activities: number, places: number): number[] {
  const mean = places / activities
  const shares = Array.from({ length: activities }, () =>
    Math.max(3, Math.min(HELD_MOST, Math.round(mean * random.between(0.35, 1.65)))))
  for (let over = shares.reduce((sum, each) => sum + each, 0) - places; over !== 0;) {
    const at = Math.floor(random.between(0, activities))
    const next = shares[at]! - Math.sign(over)
    if (next < 3 || next > HELD_MOST) continue
    shares[at] = next
    over -= Math.sign(over)
  }
  return shares
}

function drawActivities(given: Given, founded: readonly Team[]): Drawn {
  const { now, count } = given
  const random = openRandom(650)
  const drawn: Drawn = { activities: [], openings: [], signups: [], attendances: [], hours: [], awards: [] }
  const shares = sharesOf(random, count.activities, count.places)
  const begins = shares.map(() => 2 + Math.floor((DAYS - 60) * (1 - random.between(0, 1) ** 0.7)))
    .sort((a, b) => b - a)
  /** The people who are busy on each day, since nobody is at two places at once. */
  const busy = new Map<string, Set<string>>()
  const all = [...begins.map(daysAgo => -daysAgo), ...Array.from({ length: UPCOMING }, (_, at) => at + 1)]
  for (const [at, inDays] of all.entries()) {
    const plan = plans[weighted(random, plans.map(({ kind }) => kind ? 4 : 7))]!
    const day = startOfDay(dayOf(now + inDays * DAY_MS))
    const startsAt = day + random.pick(plan.from) * HOUR_MS
    const team = random.between(0, 1) < 0.6 ? random.pick(founded) : undefined
    const spot = team?.spot ?? random.pick(given.spots)
    const endsAt = startsAt + plan.hours * HOUR_MS
    const held = { at, plan, startsAt, endsAt, spot, teamId: team?.id ?? null }
    const taken = busy.get(dayOf(day)) ?? new Set<string>()
    busy.set(dayOf(day), taken)
    const isFresh = inDays < 0 && now - endsAt < MISSED_COUNTS_MS - DAY_MS
    const missed = isFresh ? Math.floor(random.between(0, 2.4)) : 0
    const came = shares[at] ?? Math.floor(random.between(0, 8))
    const people = pickPeople(random, { given, team, taken, size: came + missed, startsAt })
    if (inDays < 0) drawHeld(random, drawn, { ...held, people, came }, given)
    else drawUpcoming(drawn, { ...held, people, came }, given)
  }
  return drawn
}

interface Wanted {
  readonly given: Given
  readonly team: Team | undefined
  readonly taken: Set<string>
  readonly size: number
  readonly startsAt: number
}
/**
 * Draws the people of an activity: half from the team, the rest from other volunteers, each once on a day.
 */
function pickPeople(random: Random, { given, team, taken, size, startsAt }: Wanted): string[] {
  const registered = given.volunteers.filter(({ registeredAt }) => registeredAt < startsAt - 7 * DAY_MS)
  const known = new Set(registered.map(({ id }) => id))
  const own = (team?.members ?? []).filter(id => known.has(id) && !taken.has(id))
  const people = new Set(own.slice(0, Math.ceil(size / 2)))
  while (people.size < size) {
    const { id } = random.pick(registered)
    if (!taken.has(id)) people.add(id)
  }
  for (const id of people) taken.add(id)
  return [...people]
}

interface Held {
  readonly at: number
  readonly plan: Plan
  readonly startsAt: number
  readonly endsAt: number
  readonly spot: Spot
  readonly teamId: string | null
  readonly people: readonly string[]
  readonly came: number
}

/** The activity with its opening; the number of taken places follows from its people. */
function publish(drawn: Drawn, held: Held, clerk: string, endedAt: number | null): string {
  const { at, plan: { title, kind = 'volunteering' }, startsAt, endsAt, spot, teamId, people } = held
  const publishedAt = startsAt - 6 * DAY_MS
  const id = idAt(publishedAt, `activity ${at}`)
  const capacity = Math.max(people.length + at % 5, 4)
  const { latitude, longitude, areaId } = spot
  drawn.activities.push({
    id,
    kind,
    state: endedAt === null ? 'published' : 'finished',
    title,
    words: '来了先找带队的人签到，结束时再扫一次。',
    bring: '',
    areaId,
    latitude,
    longitude,
    spot: '驿站门口集合',
    startsAt,
    endsAt,
    leaveBy: startsAt - 12 * HOUR_MS,
    capacity,
    skills: [],
    teamId,
    madeBy: clerk,
    publishedBy: clerk,
    changedAt: publishedAt,
    changedBy: clerk,
    endWords: endedAt === null ? null : '谢谢大家。',
    endedAt,
  })
  drawn.openings.push({
    ...placesFor('activity', id, title),
    capacity,
    taken: people.length,
    lastSeq: people.length,
    flow: 'instant',
    opensAt: publishedAt,
    startsAt,
    endsAt,
    endedAt,
  })
  return id
}

function drawUpcoming(drawn: Drawn, held: Held, { now, clerks }: Given): void {
  const id = publish(drawn, held, clerks.get(held.spot.areaId.slice(0, 6))!, null)
  drawn.signups.push(...held.people.map((accountId, seq) =>
    ({ openingId: id, accountId, seq: seq + 1, state: 'in' as const, at: now - (seq + 1) * HOUR_MS })))
}

/** A finished activity: its people checked in and out by the leader's code, and have hours for it. */
function drawHeld(random: Random, drawn: Drawn, held: Held, { clerks }: Given): void {
  const { plan, startsAt, endsAt, people, came, teamId } = held
  const clerk = clerks.get(held.spot.areaId.slice(0, 6))!
  const finishedAt = endsAt + HOUR_MS
  const activityId = publish(drawn, held, clerk, finishedAt)
  for (const [seq, accountId] of people.entries()) {
    const isHere = seq < came
    drawn.signups.push({
      openingId: activityId,
      accountId,
      seq: seq + 1,
      state: isHere ? 'came' : 'missed',
      at: isHere ? finishedAt : endsAt + CLOSES_AFTER_MS,
    })
    if (!isHere) continue
    const inAt = Math.floor(startsAt + random.between(-12, 9) * MINUTE_MS)
    const outAt = Math.floor(endsAt + random.between(-10, 8) * MINUTE_MS)
    for (const [direction, seenAt] of [['in', inAt], ['out', outAt]] as const) {
      drawn.attendances.push({
        id: idAt(seenAt, `${direction} ${activityId} ${accountId}`),
        activityId,
        accountId,
        direction,
        at: seenAt,
        how: 'code',
        toldBy: accountId,
        toldAt: seenAt + 1000,
        isDoubtful: false,
      })
    }
    if (isGathering(plan.kind ?? 'volunteering')) continue
    const minutes = minutesOf({ startsAt, endsAt }, inAt, outAt)
    drawn.hours.push({ activityId, accountId, minutes, teamId, day: dayOf(startsAt), countedAt: finishedAt })
    drawn.awards.push({
      at: finishedAt,
      accountId,
      amount: Math.floor(builtIn.volunteering.pointsPerHour * minutes / 60),
      cap: 'activities.hours',
      reason: 'activities.hours',
      ref: `${activityId}/${accountId}/${minutes}`,
      note: plan.title,
      occurredOn: dayOf(startsAt),
      approverId: clerk,
    })
  }
}
