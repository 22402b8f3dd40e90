import type { PostKind } from '#shared/identity/posts.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { faults, kiosks, stations } from '#server/core/stations/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { voices } from '#server/features/voices/tables.ts'
import { hourCorrections } from '#server/features/volunteering/tables.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { eq } from 'drizzle-orm'
import { ELSEWHERE, PLACE, STREET, UNITS } from '../../../support/city.ts'
import { announce } from '../../features/announcements/announced.ts'
import { publish } from '../../features/polls/published-poll.ts'
import { streetOf } from '../../features/reports/street.ts'
import { hold } from '../../features/volunteering/held-activity.ts'

/** Two parts of the city: in each a street, a station, a unit, a report, an order, a person. */
export type Side = 'here' | 'there'
export interface Things {
  readonly areaId: string
  readonly unitId: string
  readonly stationId: string
  readonly faultId: string
  readonly kioskId: string
  readonly reportId: string
  readonly voiceId: string
  readonly orderId: string
  readonly itemId: string
  readonly correctionId: string
  readonly postId: string
  readonly phone: string
  readonly accountId: string
  readonly teamId: string
  readonly activityId: string
  readonly pollId: string
  readonly announcementId: string
  /** A correction of somebody's hours. */
  readonly hoursId: string
}

/** Where somebody holds a post of a kind, on one side. */
export const scopeOn = ({ areaId, unitId, stationId, teamId }: Things, kind: PostKind): string => {
  if (kind === 'unit') return unitId
  if (kind === 'keeper') return stationId
  return kind === 'captain' ? teamId : areaId
}

/** The same things on both sides; what is done with one must not touch the other. */
export async function thingsOf(city: TestCity): Promise<Record<Side, Things>> {
  const admin = city.as('admin')
  const at = { latitude: 30.6, longitude: 114.27, address: '测试路 1 号' }
  const sides = {
    here: {
      areaId: STREET,
      unitId: UNITS.roads,
      stationId: randomUUID(),
      by: 'rider',
      staff: 'staff',
      unit: 'unit',
    },
    there: {
      areaId: ELSEWHERE,
      unitId: UNITS.power,
      stationId: randomUUID(),
      by: 'rider2',
      staff: 'staffElsewhere',
      unit: 'unit2',
    },
  } as const
  await city.database.transact(async (tx) => {
    await tx.update(accounts).set({ areaId: ELSEWHERE }).where(eq(accounts.id, city.ids.rider2))
    await tx.insert(stations).values([
      { ...at, id: sides.here.stationId, number: 1, name: '这边驿站', areaId: STREET },
      { ...at, id: sides.there.stationId, number: 2, name: '那边驿站', areaId: ELSEWHERE },
    ])
  })
  const day = dayOf(city.time.now)
  const itemId = randomUUID()
  const item = { itemId, kind: 'meal', category: 'meal', name: '午餐', words: '', price: 1 } as const
  const offered = [sides.here.stationId, sides.there.stationId]
  await admin.done('mall.list', { ...item, stations: offered, isListed: true })
  const street = streetOf(city)

  async function side({ areaId, unitId, stationId, by, staff, unit }: (typeof sides)[Side]): Promise<Things> {
    const [faultId, kioskId, orderId] = [randomUUID(), randomUUID(), randomUUID()]
    const [correctionId, postId] = [randomUUID(), randomUUID()]
    await city.database.transact(async (tx) => {
      await tx.insert(faults).values({ id: faultId, stationId, kind: 'dirty', words: '', at: 1 })
      const account = { id: kioskId, role: 'kiosk', name: '门口', areaId, createdAt: 1 } as const
      await tx.insert(accounts).values(account)
      const paired = { label: '门口', pairedAt: 1, pairedBy: city.ids.admin }
      await tx.insert(kiosks).values({ accountId: kioskId, stationId, ...paired })
    })
    const moveId = randomUUID()
    await admin.done('mall.arrive', { moveId, itemId, stationId, count: 9, words: '' })
    const phone = city.phoneOf(by)
    await city.as(staff).done('mall.giveMeal', { orderId, phone, itemId, stationId, day, words: '善举' })
    const reportId = await street.file(by, { kind: 'security', areaId, place: PLACE })
    await city.as(staff).done('reports.move', { reportId, to: 'accepted' })
    await city.as(staff).done('reports.move', { reportId, to: 'assigned', unitId })
    await city.as(unit).done('reports.move', { reportId, to: 'working' })
    await admin.done('points.correct', { correctionId, phone, amount: 5, words: '补发' })
    const accountId = city.ids[by]
    const reason = '熟悉小巷'
    await admin.done('people.give', { postId, phone, kind: 'stairHead', scope: areaId, reason })
    const volunteering = await volunteeringOf(city, { areaId, by, staff })
    const { pollId } = await publish(city, { areaId }, staff)
    const { announcementId } = await announce(city, { areaId }, staff)
    const voiceId = randomUUID()
    await city.database.transact(async tx => await tx.insert(voices).values({
      ...{ id: voiceId, kind: 'wish', state: 'promised', text: `想学手艺 ${by}`, page: '', areaId, unitId },
      ...{ accountId: city.ids[by], isAnonymous: true, at: 1, shownAt: 1, awaits: 'unit' },
      ...{ promisedAt: 1, dueAt: 1, changedAt: 1, changedBy: 'system' },
    }))
    const known = { reportId, orderId, correctionId, phone, accountId, postId }
    const own = { ...known, voiceId, pollId, announcementId, faultId, kioskId }
    return { ...own, ...volunteering, areaId, unitId, stationId, itemId }
  }
  return { here: await side(sides.here), there: await side(sides.there) }
}

interface Volunteering { readonly areaId: string, readonly by: PersonName, readonly staff: PersonName }

/** A team with an activity that somebody is in, and a correction of their hours that waits. */
async function volunteeringOf(city: TestCity, { areaId, by, staff }: Volunteering) {
  const [teamId, hoursId] = [randomUUID(), randomUUID()]
  const founded = { name: `小队 ${by}`, words: '', foundedAt: 1, foundedBy: city.ids[staff] }
  await city.database.transact(async (tx) => {
    await tx.insert(teams).values({ id: teamId, trade: 'parcel', areaId, ...founded })
    const opening = { id: teamId, kind: 'team', ref: teamId, title: '小队', capacity: 9, lastSeq: 1 } as const
    await tx.insert(openings).values({ ...opening, flow: 'ask', opensAt: 0 })
    const asked = { accountId: city.ids[by], seq: 1, state: 'asked', at: 1 } as const
    await tx.insert(signups).values({ openingId: teamId, ...asked })
  })
  const madeBy = city.ids[staff]
  const held = await hold(city, { areaId, teamId, madeBy, publishedBy: madeBy, changedBy: madeBy })
  await held.enter(by)
  const asked = { words: '没电', state: 'asked', askedBy: city.ids.admin2, askedAt: 1 } as const
  await city.database.transact(async tx => await tx.insert(hourCorrections).values({
    id: hoursId,
    activityId: held.id,
    accountId: city.ids[by],
    inAt: held.startsAt,
    outAt: held.endsAt,
    ...asked,
  }))
  return { teamId, activityId: held.id, hoursId }
}
