import type { Reader } from '#server/database/database.ts'
import type { Actor, CommandContext } from '#server/sync/context.ts'
import type { Voice } from './voice.ts'
import { findLinked } from '#server/core/links/index.ts'
import { areasOf, isInside, scopesOf } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { voiceKindRules } from '#shared/voices/rules.ts'
import { lockVoices } from './voice.ts'

export type DeskPart = 'staff' | 'unit'

export const isStaffOf = (actor: Pick<Actor, 'posts'>, { areaId }: Pick<Voice, 'areaId'>): boolean =>
  isInside(areaId, areasOf(actor))

/** The part in which somebody may act on a voice: as staff of its area, or as the unit that answers. */
export function deskPart(
  actor: Pick<Actor, 'posts'>,
  voice: Pick<Voice, 'areaId' | 'unitId'>,
): DeskPart | null {
  if (isStaffOf(actor, voice)) return 'staff'
  return voice.unitId !== null && scopesOf(actor, 'unit').includes(voice.unitId) ? 'unit' : null
}

/**
 * The part in which somebody may answer. Besides the desk, whoever leads the team that holds a talk answers
 * its questions.
 */
export async function answeringPart(
  read: Reader,
  actor: Pick<Actor, 'posts'>,
  voice: Pick<Voice, 'areaId' | 'unitId' | 'talkId' | 'kind' | 'state'>,
): Promise<DeskPart | 'lead' | null> {
  const part = deskPart(actor, voice)
  const teams = scopesOf(actor, 'captain')
  if (part !== null || voice.talkId === null || teams.length === 0 || !isShown(voice)) return part
  const talk = await findLinked(read, { kind: 'activity', ref: voice.talkId })
  return talk?.teamId != null && teams.includes(talk.teamId) ? 'lead' : null
}

export const isOwn = ({ accountId, role }: Actor, voice: Pick<Voice, 'accountId'>): boolean =>
  role !== 'visitor' && voice.accountId === accountId

/** True for a voice that everybody may read: of a public kind, and not hidden. */
export const isShown = ({ kind, state }: Pick<Voice, 'kind' | 'state'>): boolean =>
  voiceKindRules[kind].isPublic && state !== 'hidden'

export const maySee = (actor: Actor, voice: Voice): boolean =>
  isShown(voice) || isOwn(actor, voice) || deskPart(actor, voice) !== null

/** The voices, locked, if the actor is staff of their areas; nobody decides about their own. */
export async function voicesForStaff(
  { tx, actor }: CommandContext,
  ids: readonly string[],
): Promise<Map<string, Voice>> {
  const locked = await lockVoices(tx, ids)
  for (const voice of locked.values()) {
    if (!isStaffOf(actor, voice)) throw new Refused({ code: 'voices.unknown' })
    if (isOwn(actor, voice)) throw new Refused({ code: 'voices.own' })
  }
  return locked
}

export const voiceForStaff = async (context: CommandContext, id: string): Promise<Voice> =>
  (await voicesForStaff(context, [id])).get(id)!
