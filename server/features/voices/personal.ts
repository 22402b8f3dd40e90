import type { Reader } from '#server/database/database.ts'
import type { Actor, CommandContext, QueryContext } from '#server/sync/context.ts'
import { letGoOfPhotos } from '#server/core/media/index.ts'
import { asc, desc, eq, inArray } from 'drizzle-orm'
import { maySee } from './permissions.ts'
import { voicePhotos, voices, voiceSupporters, voiceVerdicts } from './tables.ts'

/** For `identity.export`: what somebody posted, supported and judged. */
export async function exportVoices({ read, actor: { accountId } }: QueryContext): Promise<unknown> {
  const { id, kind, state, text, page, areaId, isAnonymous, at, replyWords, repliedAt, hideReason } = voices
  return {
    said: await read
      .select({ id, kind, state, text, page, areaId, isAnonymous, at, replyWords, repliedAt, hideReason })
      .from(voices)
      .where(eq(voices.accountId, accountId))
      .orderBy(desc(voices.at), desc(voices.id)),
    supported: await read
      .select({ voiceId: voiceSupporters.voiceId, at: voiceSupporters.at })
      .from(voiceSupporters)
      .where(eq(voiceSupporters.accountId, accountId))
      .orderBy(asc(voiceSupporters.at)),
    judged: await read
      .select({
        voiceId: voiceVerdicts.voiceId,
        isDone: voiceVerdicts.isDone,
        words: voiceVerdicts.words,
        at: voiceVerdicts.at,
      })
      .from(voiceVerdicts)
      .where(eq(voiceVerdicts.accountId, accountId))
      .orderBy(asc(voiceVerdicts.at)),
  }
}

/**
 * For `identity.deleteMe`: deletes the photos. The texts stay, because supporters share them, but without an
 * author.
 */
export async function eraseVoices({ tx, actor: { accountId } }: CommandContext): Promise<void> {
  const own = tx.select({ id: voices.id }).from(voices).where(eq(voices.accountId, accountId))
  const gone = await tx
    .delete(voicePhotos)
    .where(inArray(voicePhotos.voiceId, own))
    .returning({ hash: voicePhotos.hash })
  await letGoOfPhotos(tx, gone.map(({ hash }) => hash))
}

/** Photos of a voice are for whoever may read it. */
export async function maySeePhoto(read: Reader, actor: Actor, hash: string): Promise<boolean> {
  const rows = await read
    .select({ voice: voices })
    .from(voicePhotos)
    .innerJoin(voices, eq(voices.id, voicePhotos.voiceId))
    .where(eq(voicePhotos.hash, hash))
  return rows.some(({ voice }) => maySee(actor, voice))
}
