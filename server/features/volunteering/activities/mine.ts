import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Planned } from './briefs.ts'
import { areasOf, inAreas, scopesOf } from '#server/core/posts/index.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { and, asc, eq, gt, inArray, or, sum } from 'drizzle-orm'
import { marksOf } from '../attending/marks.ts'
import { activities, volunteerHours } from '../tables.ts'
import { briefsOf, ownSignups, plannedOnes } from './briefs.ts'
import { plannedBy } from './find.ts'

/** States of what one still waits for, or goes to. */
const standing: readonly SignupState[] = ['asked', 'waiting', 'offered', 'in']

/** Answers `activities.mine`: what one goes to, what is over, and what one leads. */
export const myActivities: QueryHandler<'activities.mine'> = async (_input, context) => {
  const { read, actor: { accountId }, now } = context
  const own = await ownSignups(read, accountId)
  const planned = (await plannedBy(context, [...own.keys()])).slice(-SHOWN_ROWS_MAX)
  const stateOf = ({ activity }: Planned) => own.get(activity.id)!.state
  const isComing = (row: Planned) =>
    row.activity.endsAt > now && row.activity.state === 'published' && standing.includes(stateOf(row))
  const isOver = (row: Planned) =>
    !isComing(row) && (['in', 'came', 'missed'].includes(stateOf(row))
      || (row.activity.state === 'calledOff' && standing.includes(stateOf(row))))
  const over = planned.filter(isOver).reverse()
  const marks = await marksOf(read, over.map(({ activity }) => activity.id), accountId)
  const [total] = await read
    .select({ minutes: sum(volunteerHours.minutes).mapWith(Number) })
    .from(volunteerHours)
    .where(eq(volunteerHours.accountId, accountId))
  return {
    coming: await briefsOf(context, planned.filter(isComing), own),
    over: (await briefsOf(context, over, own)).map(brief =>
      ({ ...brief, minutes: marks.get(brief.id)?.minutes ?? null })),
    minutes: total?.minutes ?? 0,
    leads: await briefsOf(context, await led(context), own),
  }
}

/** What one leads: drafts, and what is not finished yet. */
async function led({ read, actor, now }: QueryContext): Promise<Planned[]> {
  const teamIds = scopesOf(actor, 'captain')
  const areas = areasOf(actor)
  if (teamIds.length + areas.length === 0) return []
  const isTheirs = or(
    inAreas(activities.areaId, areas),
    teamIds.length > 0 ? inArray(activities.teamId, teamIds) : undefined,
  )
  const isOpen = or(
    eq(activities.state, 'published'),
    and(eq(activities.state, 'draft'), gt(activities.startsAt, now)),
  )
  return await plannedOnes(read)
    .where(and(isTheirs, isOpen))
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .limit(SHOWN_ROWS_MAX)
}
