import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { VoiceKind } from '#shared/voices/rules.ts'
import type { PostVoice } from '#shared/voices/schemas.ts'
import type { Voice } from './voice.ts'
import { areaExists, cityCode } from '#server/core/areas/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { findLinked } from '#server/core/links/index.ts'
import { areUsed, requirePhotos } from '#server/core/media/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { addWorkingDays, DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { voiceKindRules } from '#shared/voices/rules.ts'
import { eq } from 'drizzle-orm'
import { voicePhotos, voices } from './tables.ts'
import { remindDesk, tellStaff } from './told.ts'
import { findVoice } from './voice.ts'

/** Keyed with the city's secret, so that a backup alone reveals no code. */
export const codeDigest = (code: string): string => keyedHash('voices', code).toString('base64url')

/**
 * Decides `voices.post`: posts a voice, once for its id. Without an account only kinds that others can't read
 * are allowed; the author looks the voice up by a code that their phone has drawn.
 */
export const postVoice: Handler<'voices.post'> = async (input, context) => {
  const { kind, code, talkId } = input
  const isVisitor = context.actor.role === 'visitor'
  if (isVisitor && (code === undefined || voiceKindRules[kind].isPublic || input.photos.length > 0))
    throw new Refused({ code: 'voices.signInFirst' })
  const talk = talkId === undefined
    ? undefined
    : await findLinked(context.tx, { kind: 'activity', ref: talkId })
  if (talkId !== undefined && (kind !== 'question' || !(context.occurred < (talk?.asksUntil ?? 0))))
    throw new Refused({ code: 'voices.talkOver' })
  const areaId = areaFor(kind, talk?.areaId ?? input.areaId ?? context.actor.areaId)
  await save(context, { ...input, areaId, code: isVisitor ? code! : null })
}

/** Decides `voices.complain`, which phones from before there were voices still send. */
export const complain: Handler<'voices.complain'> = async ({ complaintId: voiceId, text, page }, context) =>
  await save(context, {
    voiceId,
    kind: 'complaint',
    text,
    page,
    areaId: areaFor('complaint', null),
    isAnonymous: false,
    photos: [],
    code: null,
  })

function areaFor(kind: VoiceKind, areaId: string | null): string {
  if (areaId === null || voiceKindRules[kind].isForCity) return cityCode()
  if (!areaExists(areaId)) throw new Refused({ code: 'voices.areaUnknown' })
  return areaId
}

type Saved = Omit<PostVoice, 'areaId' | 'code'> & { readonly areaId: string, readonly code: string | null }

async function save(context: CommandContext, voice: Saved): Promise<void> {
  const { tx, actor, occurred, nudge } = context
  const { voiceId: id, kind, text, page, areaId, isAnonymous, photos, code, talkId = null } = voice
  const accountId = code === null ? actor.accountId : null
  const { answerDays } = voiceKindRules[kind]
  const shownAt = isAnonymous ? startOfDay(dayOf(occurred)) : occurred
  const endOfDay = isAnonymous ? DAY_MS - 1 : 0
  const dueAt = answerDays === null ? null : addWorkingDays(shownAt, answerDays) + endOfDay
  const whose = { accountId, codeDigest: code === null ? null : codeDigest(code) }
  const isNew = await insertOnce(tx, voices, {
    ...{ id, kind, state: 'open', text, page, areaId, isAnonymous, talkId },
    ...whose,
    at: occurred,
    shownAt,
    awaits: 'staff',
    promisedAt: dueAt,
    dueAt,
    // `shownAt` rather than the time, because everybody who reads a voice gets its version.
    changedAt: shownAt,
    changedBy: 'system',
  }) === 1
  if (!isNew) return await requireSame(context, voice, whose)
  // A photo's address is its hash, so everybody could find the same picture in a report, and with it the
  // author.
  if (isAnonymous && await areUsed(tx, photos)) throw new Refused({ code: 'voices.photoShown' })
  await requirePhotos(context, photos)
  const rows = photos.map((hash, seq) => ({ voiceId: id, hash, seq }))
  if (rows.length > 0) await insertOnce(tx, voicePhotos, rows)
  if (accountId !== null) nudge(accountId, 'voices.mine')
  nudge('*', 'voices.desk', 'desk.complaints')
  if (dueAt === null) return
  await tellStaff(context, await findVoice(tx, id), 'voices.posted')
  await remindDesk(context, id)
}

/**
 * Accepts the same voice sent again by another command; refuses an id or a code that somebody else uses, and
 * other words or photos under the same id, which would be lost.
 */
async function requireSame(
  { tx }: CommandContext,
  { voiceId, kind, text, isAnonymous, photos }: Saved,
  { accountId, codeDigest }: Pick<Voice, 'accountId' | 'codeDigest'>,
): Promise<void> {
  const [known] = await tx.select().from(voices).where(eq(voices.id, voiceId))
  const rows = await tx
    .select({ hash: voicePhotos.hash })
    .from(voicePhotos)
    .where(eq(voicePhotos.voiceId, voiceId))
  const isByAuthor = known?.accountId === accountId && known.codeDigest === codeDigest
  const isSame = known?.kind === kind && known.text === text && known.isAnonymous === isAnonymous
  const isWithPhotos = rows.length === photos.length && rows.every(({ hash }) => photos.includes(hash))
  if (!isByAuthor || !isSame || !isWithPhotos) throw new Refused({ code: 'voices.idTaken' })
}
