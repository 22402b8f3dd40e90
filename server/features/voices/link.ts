import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import type { FindLinked } from '#server/sync/feature.ts'
import { findLinked, linkUp, unlink } from '#server/core/links/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { isShown, voiceForStaff } from './permissions.ts'
import { voices } from './tables.ts'
import { nudgeAbout, tellAsked } from './told.ts'
import { excerptOf, noteStep } from './voice.ts'

/** Decides `voices.link`: staff link a voice to what came of it; its author and supporters are notified. */
export const linkVoice: Handler<'voices.link'> = async ({ voiceId, ...target }, context) => {
  const voice = await voiceForStaff(context, voiceId)
  const found = await findLinked(context.tx, target)
  if (!found || found.isOff) throw new Refused({ code: 'voices.linkUnknown' })
  if (!isShown(voice) || voice.state === 'merged')
    throw new Refused({ code: 'voices.over', state: voice.state })
  if (!await linkUp(context, { kind: 'voice', ref: voiceId }, target)) return
  await noteStep(context, voice, { step: 'linked', part: 'staff', words: found.title })
  await tellAsked(context, voice, 'voices.linked', found.title)
}

/**
 * Decides `voices.unlink`: removes a wrong link from both things. Nobody is notified, but the history shows
 * it.
 */
export const unlinkVoice: Handler<'voices.unlink'> = async ({ voiceId, ...target }, context) => {
  const voice = await voiceForStaff(context, voiceId)
  if (!await unlink(context, { kind: 'voice', ref: voiceId }, target)) return
  const found = await findLinked(context.tx, target)
  await noteStep(context, voice, { step: 'unlinked', part: 'staff', words: found?.title ?? null })
  await nudgeAbout(context, voice)
}

/** For links of other features: a public voice. */
export const findShown: FindLinked = async (read: Reader, ref: string) => {
  const [voice] = await read.select().from(voices).where(eq(voices.id, ref))
  return voice && isShown(voice) ? { title: excerptOf(voice), areaId: voice.areaId } : undefined
}
