import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import type { VoiceBrief } from '#shared/voices/schemas.ts'
import type { Voice } from './voice.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { isOwn } from './permissions.ts'
import { voicePhotos, voiceSupporters } from './tables.ts'

type Asking = Pick<QueryContext, 'read' | 'actor'>

/** Names of the units that answer these voices, by the units' ids. */
async function unitNames(read: Reader, voices: readonly Voice[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(voices.flatMap(({ unitId }) => unitId ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await read.select().from(units).where(inArray(units.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Photos of these voices in their order, by the voices' ids. */
export async function photosOf(read: Reader, ids: readonly string[]): Promise<Map<string, string[]>> {
  const hashes = new Map<string, string[]>()
  if (ids.length === 0) return hashes
  const rows = await read
    .select()
    .from(voicePhotos)
    .where(inArray(voicePhotos.voiceId, [...ids]))
    .orderBy(asc(voicePhotos.voiceId), asc(voicePhotos.seq))
  for (const { voiceId, hash } of rows) hashes.set(voiceId, [...hashes.get(voiceId) ?? [], hash])
  return hashes
}

/**
 * A photo of a voice. An anonymous one's has no thumbhash, which would equal that of the same picture
 * elsewhere.
 */
export const shownPhoto = (voice: Pick<Voice, 'isAnonymous'>, photo: PhotoRef | null): PhotoRef | null =>
  photo && voice.isAnonymous ? { ...photo, thumbhash: null } : photo

/** The voices among these that the actor supports. */
async function supportedAmong({ read, actor }: Asking, ids: string[]): Promise<ReadonlySet<string>> {
  if (actor.role === 'visitor' || ids.length === 0) return new Set()
  const rows = await read
    .select({ id: voiceSupporters.voiceId })
    .from(voiceSupporters)
    .where(and(eq(voiceSupporters.accountId, actor.accountId), inArray(voiceSupporters.voiceId, ids)))
  return new Set(rows.map(({ id }) => id))
}

export const replyOf = (
  { replyWords, repliedAt }: Voice,
  unitName: string | null,
): VoiceBrief['reply'] =>
  replyWords === null || repliedAt === null ? null : { words: replyWords, at: repliedAt, unitName }

/** Voices as lists show them; `rankOf`: the value by which the list is ordered. Never names an author. */
export async function briefsOf(
  asking: Asking,
  voices: readonly Voice[],
  rankOf: (voice: Voice) => number = ({ shownAt }) => shownAt,
): Promise<VoiceBrief[]> {
  const { read, actor } = asking
  const ids = voices.map(({ id }) => id)
  const names = await unitNames(read, voices)
  const hashes = await photosOf(read, ids)
  const refOf = await photoRefs(read, [...hashes.values()].flatMap(([first]) => first ?? []))
  const supported = await supportedAmong(asking, ids)
  return await Promise.all(voices.map(async (voice) => {
    const { id, kind, state, text, areaId, supporters, promisedAt, dueAt, metAt } = voice
    const isMine = isOwn(actor, voice)
    const unitName = names.get(voice.unitId ?? '') ?? null
    return {
      ...{ id, kind, state, text, supporters, isMine, unitName, promisedAt, dueAt, metAt },
      areaName: await nameOfArea(read, areaId),
      at: isMine ? voice.at : voice.shownAt,
      photo: shownPhoto(voice, refOf(hashes.get(id)?.[0])),
      supports: supported.has(id),
      reply: replyOf(voice, unitName),
      rank: rankOf(voice),
    }
  }))
}
