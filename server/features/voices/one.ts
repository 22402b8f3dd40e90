import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { accounts, findAccount, phoneHint } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { stepsOf } from '#server/core/promises/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { briefsOf, photosOf, shownPhoto } from './briefs.ts'
import { isAppealWaiting } from './hide.ts'
import { hasAnswered, verdictBy, verdictsOf } from './judge.ts'
import { answeringPart, deskPart, isOwn, isStaffOf, maySee } from './permissions.ts'
import { codeDigest } from './post.ts'
import { voices } from './tables.ts'
import { askersOf, findVoice, rootOf } from './voice.ts'

/** Answers `voices.one`, which never names an anonymous author; `voices.author` does. */
export const oneVoice: QueryHandler<'voices.one'> = async ({ voiceId }, context) => {
  const { read, actor } = context
  const voice = await findVoice(read, voiceId)
  if (!maySee(actor, voice)) throw new Refused({ code: 'voices.unknown' })
  const [brief] = await briefsOf(context, [voice])
  const desk = deskPart(actor, voice)
  const isMine = isOwn(actor, voice)
  const hashes = (await photosOf(read, [voiceId])).get(voiceId) ?? []
  const refOf = await photoRefs(read, hashes)
  const root = await rootOf(read, voice)
  const isJudged = root.state === 'done' || root.state === 'judged'
  const asked = isJudged && !hasAnswered(root, actor.accountId)
    && (await askersOf(read, root.id)).includes(actor.accountId)
  const settles = voice.endedBy === actor.accountId ? 'another' : 'me'
  const sees = { seesQuiet: isMine || desk !== null, isDesk: desk !== null }
  const { areaId, chooseBy, mergedInto, hideReason, appealedAt, talkId, state, changedAt } = voice
  return {
    ...brief!,
    areaId,
    authorName: await authorName(read, voice),
    photos: hashes.flatMap(hash => shownPhoto(voice, refOf(hash)) ?? []),
    ...{ chooseBy, mergedInto, hideReason, talkId, seen: changedAt },
    mayAppeal: isMine && appealedAt === null && (state === 'hidden' || state === 'declined'),
    appealedAt: isMine || desk !== null ? appealedAt : null,
    settles: desk === 'staff' && isAppealWaiting(voice) ? settles : null,
    mayJudge: asked && await verdictBy(read, root, actor.accountId) === undefined,
    verdicts: await verdictsOf(read, voice),
    steps: await shownSteps(read, voiceId, sees),
    desk: await answeringPart(read, actor, voice),
  }
}

/** Steps about hiding, which only the author and the desk see. */
const quietSteps = ['hidden', 'shown', 'appealed', 'upheld']
/** Steps whose words only the desk reads, since a judgement may name somebody. */
const wordsForDesk = ['judged', 'reopened']
const deskSteps = ['saidDone', 'saidUndone']

interface Sees { readonly seesQuiet: boolean, readonly isDesk: boolean }
const shownSteps = async (read: Reader, id: string, { seesQuiet, isDesk }: Sees) =>
  (await stepsOf(read, 'voice', id))
    .filter(({ step }) => (seesQuiet || !quietSteps.includes(step)) && (isDesk || !deskSteps.includes(step)))
    .map(step => !isDesk && wordsForDesk.includes(step.step) ? { ...step, words: null } : step)

async function authorName(
  read: Reader,
  { accountId, isAnonymous }: { accountId: string | null, isAnonymous: boolean },
): Promise<string | null> {
  if (accountId === null || isAnonymous) return null
  return (await findAccount(read, accountId))?.name ?? null
}

/** Answers `voices.author`: the author, for staff of the voice's area; each look is audited. */
export const voiceAuthor: QueryHandler<'voices.author'> = async ({ voiceId }, { read, actor, about }) => {
  const voice = await findVoice(read, voiceId)
  if (!isStaffOf(actor, voice)) throw new Refused({ code: 'voices.unknown' })
  about({ kind: 'voice', ref: voiceId, areaId: voice.areaId })
  const [author] = voice.accountId === null
    ? []
    : await read.select().from(accounts).where(eq(accounts.id, voice.accountId))
  return { name: author?.name ?? null, phone: phoneHint(author?.phone ?? null) }
}

/** Answers `voices.byCode`: what became of a voice that was posted without an account. */
export const voiceByCode: QueryHandler<'voices.byCode'> = async ({ code }, context) => {
  const { read } = context
  const [voice] = await read.select().from(voices).where(eq(voices.codeDigest, codeDigest(code)))
  if (!voice) throw new Refused({ code: 'voices.unknown' })
  const [brief] = await briefsOf(context, [voice])
  const { kind, state, text, unitName, promisedAt, dueAt, metAt, reply } = brief!
  return {
    ...{ kind, state, text, unitName, promisedAt, dueAt, metAt, reply },
    at: voice.at,
    hideReason: voice.hideReason,
  }
}
