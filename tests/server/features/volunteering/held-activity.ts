import type { Reply } from '#shared/sync/protocol.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { KeyObject } from 'node:crypto'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { awardsFor } from '#server/core/points/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { marksOf } from '#server/features/volunteering/attending/marks.ts'
import { activities } from '#server/features/volunteering/tables.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { takesPlace } from '#shared/volunteering/rules.ts'
import { and, eq, sql } from 'drizzle-orm'
import { COMMUNITY, PLACE } from '../../../support/city.ts'
import { newDevice } from '../../../support/device.ts'
import { heldOut } from '../../../support/door-codes.ts'
import { shownCode } from '../../../support/proofs.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
type Direction = 'in' | 'out'
type NewActivity = typeof activities.$inferInsert

export type Held = Awaited<ReturnType<typeof hold>>

/** An activity that staff published, of three hours from an hour from now on, and what happens there. */
export async function hold(city: TestCity, changes: Partial<NewActivity> = {}) {
  const { startsAt = city.time.now + HOUR } = changes
  const plan: NewActivity = {
    id: randomUUID(),
    kind: 'volunteering',
    state: 'published',
    title: '路口劝导',
    words: '',
    bring: '',
    areaId: COMMUNITY,
    latitude: PLACE.latitude,
    longitude: PLACE.longitude,
    spot: '路口',
    startsAt,
    endsAt: startsAt + 3 * HOUR,
    leaveBy: startsAt,
    capacity: 20,
    skills: [],
    madeBy: city.ids.staff,
    publishedBy: city.ids.staff,
    changedAt: city.time.now,
    changedBy: city.ids.staff,
    ...changes,
  }
  const { id, endsAt, title, capacity } = plan
  const opening = { kind: 'activity', ref: id, title, capacity, flow: 'instant', opensAt: 0 } as const
  await city.database.transact(async (tx) => {
    await tx.insert(activities).values(plan)
    await tx.insert(openings).values({ id, ...opening, startsAt: plan.startsAt, endsAt })
  })
  let seq = 0
  const enter = async (name: PersonName, state: SignupState = 'in') =>
    await city.database.transact(async (tx) => {
      const row = { openingId: id, accountId: city.ids[name], seq: ++seq, state, at: city.time.now }
      await tx.insert(signups).values(row)
      if (takesPlace(state))
        await tx.update(openings).set({ taken: sql`${openings.taken} + 1` }).where(eq(openings.id, id))
    })
  const bound = { purpose: 'activity', subject: subjectOf(id) } as const
  const code = (direction: Direction, shownAt: number, seenAt = shownAt) =>
    ({ activityId: id, direction, proof: { by: 'code', text: shownCode(bound, shownAt), seenAt } }) as const

  /** Somebody's phone read the code at an instant, and tells it now. */
  const mark = async (name: PersonName, direction: Direction, shownAt: number): Promise<Reply> =>
    await city.as(name).later(city.time.now - shownAt, 'activities.attend', code(direction, shownAt))

  const devices = new Map<PersonName, { privateKey: KeyObject, pass: string }>()
  /** What somebody's phone holds out at an instant; its pass is from now. */
  async function pass(name: PersonName, time: number): Promise<string> {
    if (!devices.has(name)) {
      const { privateKey, deviceKey } = newDevice()
      const { pass } = await city.as(name).done('stations.givePass', { deviceKey })
      devices.set(name, { privateKey, pass })
    }
    const { privateKey, pass } = devices.get(name)!
    return heldOut(privateKey, pass, bound, time)
  }
  const finish = async (by: PersonName = 'staff') =>
    await city.as(by).done('activities.finish', { activityId: id, words: '', photos: [] })
  const marks = async (name: PersonName) =>
    (await marksOf(city.database.read, [id], city.ids[name])).get(id)
  const state = async (name: PersonName) => {
    const [row] = await city.database.read.select({ state: signups.state })
      .from(signups)
      .where(and(eq(signups.openingId, id), eq(signups.accountId, city.ids[name])))
    return row?.state
  }
  /** What somebody was paid for so many minutes. */
  const paid = async (name: PersonName, minutes: number) => {
    const ref = `${id}/${city.ids[name]}/${minutes}`
    return (await awardsFor(city.database.read, city.ids[name], 'activities.hours', [ref])).get(ref)
  }
  return { id, startsAt: plan.startsAt, endsAt, bound, enter, code, mark, pass, finish, marks, state, paid }
}

/** What somebody's notices about activities say. */
export async function toldOf(city: TestCity, name: PersonName) {
  const { notices } = await city.as(name).ask('notices.mine', {})
  return notices
    .filter(({ kind }) => kind.startsWith('activities.'))
    .map(({ kind, words, points }) => ({ kind, words, points }))
}

/** What somebody's points are. */
export const pointsOf = async (city: TestCity, name: PersonName) =>
  (await city.as(name).ask('points.mine', {})).available
