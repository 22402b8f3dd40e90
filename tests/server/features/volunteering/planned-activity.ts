import type { PublishActivity } from '#shared/volunteering/activities.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { openings, signups } from '#server/core/signups/index.ts'
import { and, asc, eq } from 'drizzle-orm'
import { COMMUNITY, PLACE } from '../../../support/city.ts'
import { HOUR } from './held-activity.ts'

/** What staff would fill in: an activity of two hours, tomorrow at the same time. */
export function planOf(city: TestCity, changes: Partial<PublishActivity> = {}): PublishActivity {
  const { startsAt = city.time.now + 24 * HOUR } = changes
  return {
    activityId: randomUUID(),
    kind: 'volunteering',
    title: '路口劝导',
    words: '',
    bring: '',
    areaId: COMMUNITY,
    place: PLACE,
    spot: '路口',
    startsAt,
    endsAt: startsAt + 2 * HOUR,
    leaveBy: startsAt - HOUR,
    capacity: 1,
    skills: [],
    teamId: null,
    ...changes,
  }
}

/** An activity that somebody publishes by the real command, and what people do about it. */
export async function publish(
  city: TestCity,
  changes: Partial<PublishActivity> = {},
  by: PersonName = 'staff',
) {
  const plan = planOf(city, changes)
  const { activityId } = plan
  await city.as(by).done('activities.publish', plan)
  const one = async (name: PersonName) => await city.as(name).ask('activities.one', { activityId })
  /** Changes it, as a form does that was filled with what holds now. */
  const change = async (to: Partial<PublishActivity>, name: PersonName = by) =>
    await city.as(name)
      .sendOne('activities.publish', { ...plan, ...to, seen: (await one(name)).changedAt })
  const signUp = async (name: PersonName) => await city.as(name).done('activities.signUp', { activityId })
  const leave = async (name: PersonName) => await city.as(name).done('activities.leave', { activityId })
  const accept = async (name: PersonName) => await city.as(name).done('activities.accept', { activityId })
  const state = async (name: PersonName) => (await one(name)).mine
  return { ...plan, plan, one, change, signUp, leave, accept, state }
}

/** The ids of those who stand so with an activity, in the order of their receipts. */
export async function listOf(city: TestCity, activityId: string, state: SignupState): Promise<string[]> {
  const rows = await city.database.read
    .select({ accountId: signups.accountId })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(eq(openings.ref, activityId), eq(signups.state, state)))
    .orderBy(asc(signups.seq))
  return rows.map(({ accountId }) => accountId)
}

/** How many places an activity has, and how many are taken. */
export async function placesOf(city: TestCity, activityId: string) {
  const [places] = await city.database.read
    .select({ capacity: openings.capacity, taken: openings.taken })
    .from(openings)
    .where(eq(openings.ref, activityId))
  return places!
}
