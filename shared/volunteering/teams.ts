import { AreaCode, Id, Instant, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { Reason } from './activities.ts'
import { signupStates, trades } from './rules.ts'

export const TEAM_NAME_MAX = 20
export const TEAM_WORDS_MAX = 300
export const TEAM_MEMBERS_MAX = 500
export const OneTeam = v.object({ teamId: Id })
/** Staff found a team in their area. */
export const FoundTeam = v.object({
  teamId: Id,
  name: textOf(2, TEAM_NAME_MAX),
  trade: v.picklist(trades),
  words: textOf(0, TEAM_WORDS_MAX),
  areaId: AreaCode,
})
export const AskTeam = v.object({ teamId: Id, words: v.optional(textOf(0, 100)) })
/** The captain or staff admit somebody, or decline. */
export const AdmitToTeam = v.object({
  teamId: Id,
  accountId: Id,
  isAdmitted: v.boolean(),
  words: v.optional(Reason),
})
export const RemoveFromTeam = v.object({ teamId: Id, accountId: Id, words: Reason })

const brief = {
  id: Id,
  name: v.string(),
  trade: v.picklist(trades),
  areaId: AreaCode,
  areaName: v.string(),
  members: v.number(),
  minutes: v.number(), // The minutes that members have volunteered in its name.
  mine: v.nullable(v.picklist(signupStates)),
  isCaptain: v.boolean(),
  asking: v.number(), // The number of requests to join, for those who may decide; otherwise 0.
}
/** The teams of the city: one's own, then those of one's area, then by name. */
export const TeamsNear = v.array(v.object(brief))
export type TeamBrief = v.InferOutput<typeof TeamsNear>[number]
/** One team; its roll is for members, captains and staff, otherwise empty. */
export const TeamView = v.object({
  ...brief,
  words: v.string(),
  foundedAt: Instant,
  captains: v.array(v.string()),
  mayDecide: v.boolean(),
  roll: v.array(v.object({
    accountId: Id,
    name: v.string(),
    state: v.picklist(signupStates),
    isCaptain: v.boolean(),
    since: Instant,
    // Minutes of others are shown only to those who may decide, so that members are not compared.
    minutes: v.number(),
    words: v.string(), // What the person wrote when asking, for those who may decide.
  })),
})
export type TeamView = v.InferOutput<typeof TeamView>
