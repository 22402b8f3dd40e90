import type { Team } from '#server/core/teams/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { areaExists } from '#server/core/areas/index.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { holdersOf, notify } from '#server/core/notices/index.ts'
import {
  areasOf,
  captainsOf,
  endPosts,
  isInside,
  posts,
  postsOf,
  scopesOf,
} from '#server/core/posts/index.ts'
import {
  addOpening,
  admit,
  lockOpening,
  lockOpeningOf,
  signUp,
  signupOf,
  takeOff,
} from '#server/core/signups/index.ts'
import { findTeam, teams } from '#server/core/teams/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { TEAM_MEMBERS_MAX } from '#shared/volunteering/teams.ts'
import { and, eq } from 'drizzle-orm'
import { mayLead } from '../may-lead.ts'

/** Decides `teams.found`: staff found teams in their own area. */
export const foundTeam: Handler<'teams.found'> = async ({ teamId, ...plan }, context) => {
  const { tx, actor, now, nudge } = context
  if (!areaExists(plan.areaId) || !isInside(plan.areaId, areasOf(actor)))
    throw new Refused({ code: 'command.notYourArea' })
  const team = { id: teamId, ...plan, foundedAt: now, foundedBy: actor.accountId }
  if (await insertOnce(tx, teams, team) === 0)
    throw new Refused({ code: await findTeam(tx, teamId) ? 'teams.idTaken' : 'teams.nameTaken' })
  const flow = { capacity: TEAM_MEMBERS_MAX, flow: 'ask', opensAt: now } as const
  await addOpening(tx, { id: teamId, kind: 'team', ref: teamId, title: plan.name, ...flow })
  nudge('*', 'teams.near')
}

/** The team and its opening, locked until the transaction ends. */
async function lockTeam({ tx }: CommandContext, teamId: string) {
  const team = await findTeam(tx, teamId)
  const opening = team && await lockOpeningOf(tx, 'team', teamId)
  if (!team || !opening) throw new Refused({ code: 'teams.unknown' })
  return { team, opening }
}

/** The same, for its captain and the staff of its area. */
async function lockLed(context: CommandContext, teamId: string) {
  const { team, opening } = await lockTeam(context, teamId)
  if (!mayLead(context.actor, { areaId: team.areaId, teamId })) throw new Refused({ code: 'teams.unknown' })
  return { team, opening }
}

const nudgeTeam = ({ nudge }: CommandContext) => nudge('*', 'teams.near', 'teams.one')

/** Decides `teams.ask`: notifies the captain, or staff if there is none. A captain is a member at once. */
export const askTeam: Handler<'teams.ask'> = async ({ teamId, words }, context) => {
  const { tx, actor: { accountId }, now } = context
  const { team, opening } = await lockTeam(context, teamId)
  const known = await signupOf(tx, opening.id, accountId)
  if (known?.state === 'in' || known?.state === 'asked') return
  if (opening.taken >= opening.capacity) throw new Refused({ code: 'teams.full' })
  const outcome = await signUp(context, opening, accountId, words)
  if (!('changes' in outcome)) throw new Refused({ code: 'teams.unknown' })
  nudgeTeam(context)
  if ((await captainsOf(tx, now, teamId)).includes(accountId))
    return void await admit(context, (await lockOpening(tx, opening.id))!, accountId)
  const captain = { role: 'captain', scope: teamId } as const
  const staff = { role: 'staff', scope: team.areaId, isNear: true } as const
  const hasCaptain = (await holdersOf(tx, captain, now)).length > 0
  await notify(context, hasCaptain ? captain : staff, {
    kind: 'teams.asked',
    ref: teamId,
    words: `${team.name} · ${await nameOf(context, accountId)}`,
  })
}

const nameOf = async ({ tx }: CommandContext, accountId: string): Promise<string> =>
  (await findAccount(tx, accountId))?.name ?? ''

/** Decides `teams.admit`: admits somebody who asked, or refuses them. */
export const admitToTeam: Handler<'teams.admit'> = async (input, context) => {
  const { teamId, accountId, isAdmitted, words } = input
  const { team, opening } = await lockLed(context, teamId)
  if ((await signupOf(context.tx, opening.id, accountId))?.state !== 'asked')
    throw new Refused({ code: 'teams.notAsking' })
  if (!isAdmitted) {
    await takeOff(context, [opening.id], [accountId], 'refused')
  }
  else {
    const outcome = await admit(context, opening, accountId)
    if ('no' in outcome) throw new Refused({ code: outcome.no === 'full' ? 'teams.full' : 'teams.notAsking' })
  }
  nudgeTeam(context)
  const kind = isAdmitted ? 'teams.admitted' : 'teams.declined'
  await notify(context, accountId, { kind, ref: teamId, words: withReason(team, words) })
}

const withReason = ({ name }: Team, reason: string | undefined): string =>
  reason === undefined || reason === '' ? name : `${name}，原因：${reason}`

/** Ends somebody's post as captain of a team, if they have one. */
async function endCaptaincy({ tx, actor, now, nudge }: CommandContext, teamId: string, accountId: string) {
  const ofTeam = and(eq(posts.kind, 'captain'), eq(posts.scope, teamId))
  await endPosts(tx, accountId, { now, by: actor.accountId, of: ofTeam })
  nudge(accountId, 'identity.me', 'activities.mine', 'notices.mine')
}

/** Decides `teams.remove`. Only staff can remove a captain, whose post ends with it. */
export const removeFromTeam: Handler<'teams.remove'> = async ({ teamId, accountId, words }, context) => {
  const { tx, actor, now } = context
  const { team, opening } = await lockLed(context, teamId)
  if ((await signupOf(tx, opening.id, accountId))?.state !== 'in')
    throw new Refused({ code: 'teams.notMember' })
  const isCaptain = (await captainsOf(tx, now, teamId)).includes(accountId)
  if (isCaptain && !isInside(team.areaId, areasOf(actor))) throw new Refused({ code: 'teams.isCaptain' })
  await takeOff(context, [opening.id], [accountId], 'refused')
  await endCaptaincy(context, teamId, accountId)
  nudgeTeam(context)
  await notify(context, accountId, { kind: 'teams.removed', ref: teamId, words: withReason(team, words) })
}

/**
 * Decides `teams.leave`: possible at any time; also withdraws a request to join. A captain's post ends with
 * it.
 */
export const leaveTeam: Handler<'teams.leave'> = async ({ teamId }, context) => {
  const { team, opening } = await lockTeam(context, teamId)
  const { actor: { accountId } } = context
  await takeOff(context, [opening.id], [accountId], 'left')
  nudgeTeam(context)
  if (!scopesOf(context.actor, 'captain').includes(teamId)) return
  await endCaptaincy(context, teamId, accountId)
  await tellWithoutCaptain(context, team, await nameOf(context, accountId))
}

/** Notifies staff that a captain has left. */
const tellWithoutCaptain = async (context: CommandContext, { id, name, areaId }: Team, who: string) =>
  await notify(context, { role: 'staff', scope: areaId, isNear: true }, {
    kind: 'teams.captainLeft',
    ref: id,
    words: who === '' ? name : `${name} · ${who}已退出`,
  })

/** For `identity.deleteMe`, before the posts end: notifies staff of the teams that lose their captain. */
export async function eraseCaptain(context: CommandContext): Promise<void> {
  const { tx, actor, now } = context
  nudgeTeam(context)
  for (const teamId of scopesOf({ posts: await postsOf(tx, actor.accountId, now) }, 'captain')) {
    const team = await findTeam(tx, teamId)
    if (team) await tellWithoutCaptain(context, team, '')
  }
}
