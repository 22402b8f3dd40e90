import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { ActivityBrief } from '#shared/volunteering/activities.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Activity } from '../attending/led-activity.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { openings, signups, waitingFor } from '#server/core/signups/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { overlaps } from '#shared/volunteering/rules.ts'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { pointsFor } from '../attending/points-for.ts'
import { activities } from '../tables.ts'

type Opening = typeof openings.$inferSelect
/** An activity with its places; a draft has none yet. */
export interface Planned { readonly activity: Activity, readonly opening: Opening | null }

/** Activities with their places, to be narrowed by `where` and ordered. */
export const plannedOnes = (read: Reader) =>
  read
    .select({ activity: activities, opening: openings })
    .from(activities)
    .leftJoin(openings, and(eq(openings.kind, 'activity'), eq(openings.ref, activities.id)))

/** A sign-up of the actor: its state, and the time of the activity. */
export interface Own {
  readonly state: SignupState
  readonly answerBy: number | null
  readonly opening: Opening
}

/** Somebody's sign-ups for activities that were not called off, by the activity's id. */
export async function ownSignups(read: Reader, accountId: string): Promise<ReadonlyMap<string, Own>> {
  const rows = await read
    .select({ state: signups.state, answerBy: signups.answerBy, opening: openings })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(eq(signups.accountId, accountId), eq(openings.kind, 'activity')))
  return new Map(rows.map(row => [row.opening.ref, row]))
}

interface Span { readonly id: string, readonly startsAt: number, readonly endsAt: number }
/**
 * The title of an activity at the same time in which somebody has or was offered a place; null without one.
 */
export function clashWith(own: ReadonlyMap<string, Own>, { id, startsAt, endsAt }: Span): string | null {
  for (const { state, opening } of own.values()) {
    const span = { startsAt: opening.startsAt!, endsAt: opening.endsAt! }
    const isTaken = (state === 'in' || state === 'offered') && opening.endedAt === null
    if (isTaken && opening.ref !== id && overlaps(span, { startsAt, endsAt })) return opening.title
  }
  return null
}

/** Activities as lists show them, to somebody who has signed up for `own`. */
export async function briefsOf(
  { read, rulings }: QueryContext,
  planned: readonly Planned[],
  own: ReadonlyMap<string, Own>,
): Promise<ActivityBrief[]> {
  const waiting = await waitingFor(read, planned.flatMap(({ opening }) => opening?.id ?? []))
  const teamNames = await namesOfTeams(read, planned.flatMap(({ activity }) => activity.teamId ?? []))
  return await Promise.all(planned.map(async ({ activity, opening }): Promise<ActivityBrief> => {
    const { latitude, longitude, startsAt, endsAt, teamId } = activity
    const mine = own.get(activity.id)
    return {
      id: activity.id,
      kind: activity.kind,
      title: activity.title,
      areaId: activity.areaId,
      areaName: await nameOfArea(read, activity.areaId),
      place: { latitude, longitude },
      spot: activity.spot,
      startsAt,
      endsAt,
      capacity: activity.capacity,
      taken: opening?.taken ?? 0,
      waiting: waiting.get(opening?.id ?? '') ?? 0,
      skills: activity.skills,
      teamName: teamNames.get(teamId ?? '') ?? null,
      state: activity.state,
      points: pointsFor(rulings, activity, (endsAt - startsAt) / 60_000),
      mine: mine?.state ?? null,
      answerBy: mine?.answerBy ?? null,
      clash: mine?.state === 'in' ? null : clashWith(own, activity),
    }
  }))
}

async function namesOfTeams(read: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(inArray(teams.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The condition for published activities, which everybody may see. */
export const isPublished = and(eq(activities.state, 'published'), isNull(activities.endedAt))
