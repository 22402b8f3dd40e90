import {
  AreaCode,
  Day,
  Id,
  Instant,
  lineOf,
  PageRange,
  PhotoHash,
  SOUGHT_WORDS_MAX,
  textOf,
} from '#shared/kernel/fields.ts'
import { linkKinds } from '#shared/links/schemas.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { hideReasons, voiceKinds, voiceStates } from './rules.ts'

export const VOICE_TEXT_MAX = 1000
export const VOICE_PHOTOS_MAX = 3
export const VOICE_WORDS_MAX = 1000
export const SIMILAR_MAX = 5
export const LOOK_UP_DIGITS = 16

const Kind = v.picklist(voiceKinds)
const State = v.picklist(voiceStates)
const Words = textOf(1, VOICE_WORDS_MAX)
/** When the version that the desk saw was made (ms). */
const seen = { seen: Instant }
/** The digits by which a voice without an account is looked up; spaces between them are ignored. */
export const LookUpCode = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform(text => text.replace(/\s/g, '')),
  v.regex(/^\d{16}$/),
)

export const OneVoice = v.object({ voiceId: Id })
/**
 * 说一说: posts a voice. `code`: drawn by the author's phone if they have no account. `talkId`: the talk that a
 * question is for, whose area then counts.
 */
export const PostVoice = v.object({
  voiceId: Id,
  kind: Kind,
  text: textOf(1, VOICE_TEXT_MAX),
  areaId: v.nullable(AreaCode), // Null: the author's own area, else the whole city.
  isAnonymous: v.boolean(), // Anonymous to others; staff of its area can look the author up.
  photos: v.pipe(v.array(PhotoHash), v.maxLength(VOICE_PHOTOS_MAX)),
  page: lineOf(200), // The name of the route on which it was written.
  code: v.optional(LookUpCode),
  talkId: v.optional(Id),
})
export type PostVoice = v.InferOutput<typeof PostVoice>
export const MergeVoice = v.object({ voiceId: Id, into: Id, ...seen })
export const UnmergeVoice = v.object({ voiceId: Id, ...seen })
export const PromiseVoice = v.object({ voiceId: Id, unitId: Id, dueOn: Day, ...seen })
export const AnswerVoice = v.object({
  voiceId: Id,
  outcome: v.picklist(['answered', 'done', 'declined']), // `answered`: more is to come.
  words: Words,
  ...seen,
})
export const JudgeVoice = v.object({ voiceId: Id, isDone: v.boolean(), words: textOf(0, 200) })
export const HideVoice = v.object({ voiceId: Id, reason: v.picklist(hideReasons), ...seen })
export const AppealVoice = v.object({ voiceId: Id, words: textOf(1, 500) })
/** Another person than whoever hid or declined it upholds that, or opens the voice again. */
export const SettleAppeal = v.object({ voiceId: Id, isUpheld: v.boolean(), words: textOf(1, 500) })
export const LinkVoice = v.object({
  voiceId: Id,
  kind: v.picklist(linkKinds.filter(kind => kind !== 'voice')),
  ref: Id,
})

/** 投诉建议 as phones from before there were voices send it. */
export const Complain = v.object({
  complaintId: Id,
  text: textOf(1, VOICE_TEXT_MAX),
  page: lineOf(200),
})
export const ReplyToComplaint = v.object({
  complaintId: Id,
  words: Words,
  seen: v.optional(Instant), // When the reply shown was given (ms); 0: there was none.
})
export const Complaint = v.object({
  id: Id,
  text: v.string(),
  page: v.string(),
  at: Instant,
  rank: v.number(), // The number by which its list is ordered, descending.
  reply: v.nullable(v.object({ words: v.string(), at: Instant })),
})
/** A page of complaints; a full one (`SHOWN_ROWS_MAX`) may have more below it. */
export const Complaints = v.array(Complaint)
export type Complaint = v.InferOutput<typeof Complaint>

/** The promise of an answer; `promisedAt`: the first day, which never moves. `unitName`: who answers. */
const promise = {
  unitName: v.nullable(v.string()),
  promisedAt: v.nullable(Instant),
  dueAt: v.nullable(Instant),
  metAt: v.nullable(Instant),
}
const Reply = v.object({ words: v.string(), at: Instant, unitName: v.nullable(v.string()) })
/** A row of the lists. For an anonymous voice, `at` is the beginning of its day. */
export const VoiceBrief = v.object({
  id: Id,
  kind: Kind,
  state: State,
  text: v.string(),
  areaName: v.string(),
  at: Instant,
  photo: v.nullable(PhotoRef),
  supporters: v.number(), // The number of distinct supporters, without the author.
  isMine: v.boolean(),
  supports: v.boolean(), // Whether the reader supports it.
  ...promise,
  reply: v.nullable(Reply),
  rank: v.number(),
})
export type VoiceBrief = v.InferOutput<typeof VoiceBrief>

/** The search: around an area (null: one's own), or the voices that one supports. */
export const FindVoices = v.object({
  view: v.picklist(['open', 'over', 'supported']),
  areaId: v.nullable(AreaCode),
  kind: v.optional(Kind),
  ...PageRange.entries,
})
export const FoundVoices = v.object({
  areaName: v.string(),
  voices: v.array(VoiceBrief),
  hasMore: v.boolean(),
})
/** Open voices with a similar text, most similar first. */
export const FindSimilar = v.object({
  text: textOf(1, VOICE_TEXT_MAX),
  areaId: v.nullable(AreaCode),
})
export const SimilarVoices = v.array(VoiceBrief)

/** One's own voices, newest first; older apps read only `text`, `page`, `at`, `rank`, `reply`. */
export const MyVoices = v.array(v.object({ ...VoiceBrief.entries, page: v.string() }))

const Step = v.object({
  step: v.string(), // A newer server may know more.
  at: Instant,
  words: v.nullable(v.string()),
  unitName: v.nullable(v.string()),
})
/** One voice, as the reader may see it. */
export const VoiceView = v.object({
  ...VoiceBrief.entries,
  areaId: AreaCode,
  authorName: v.nullable(v.string()), // Null: not shown to others; its author sees by that that it isn't.
  photos: v.array(PhotoRef),
  chooseBy: v.nullable(Instant), // Until when staff have to choose a unit.
  mergedInto: v.nullable(Id),
  hideReason: v.nullable(v.picklist(hideReasons)),
  mayAppeal: v.boolean(),
  appealedAt: v.nullable(Instant),
  // For the desk: whether the reader or another person decides a waiting appeal.
  settles: v.nullable(v.picklist(['me', 'another'])),
  mayJudge: v.boolean(),
  verdicts: v.object({ done: v.number(), notDone: v.number() }),
  talkId: v.nullable(Id),
  steps: v.array(Step),
  desk: v.nullable(v.picklist(['staff', 'unit', 'lead'])), // The part in which the reader may act on it.
  seen: Instant, // When the desk changed it last.
})
export type VoiceView = v.InferOutput<typeof VoiceView>

/** What the code of a voice without an account opens. */
export const LookUp = v.object({ code: LookUpCode })
export const LookedUp = v.object({
  kind: Kind,
  state: State,
  text: v.string(),
  at: Instant,
  ...promise,
  reply: v.nullable(Reply),
  hideReason: v.nullable(v.picklist(hideReasons)),
})
export type LookedUp = v.InferOutput<typeof LookedUp>

export const deskViews = ['todo', 'running', 'over'] as const
export const FindAtDesk = v.object({
  view: v.picklist(deskViews),
  kind: v.optional(Kind),
  areaId: v.optional(AreaCode), // This area and all inside it, as far as the asker works there.
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)), // Every word must be in the voice's text.
  ...PageRange.entries,
})
export const DeskVoices = v.object({
  voices: v.array(v.object({ ...VoiceBrief.entries, appealed: v.boolean(), chooseBy: v.nullable(Instant) })),
  counts: v.object({ todo: v.number(), running: v.number(), over: v.number(), late: v.number() }),
  total: v.number(), // Voices in the filtered view; the counts are of all.
  hasMore: v.boolean(),
})
export type DeskVoices = v.InferOutput<typeof DeskVoices>
/** The open voices of its area into which one may be merged, most similar first. */
export const MergeTargets = v.array(VoiceBrief)
export const VoiceUnits = v.array(v.object({ id: Id, name: v.string(), hasPeople: v.boolean() }))
/** The author of a voice, for the staff of its area. */
export const VoiceAuthor = v.object({ name: v.nullable(v.string()), phone: v.string() })
/** The questions for a talk, those with most supporters first. */
export const OneTalk = v.object({ activityId: Id })
export const TalkVoices = v.object({ asksUntil: v.nullable(Instant), voices: v.array(VoiceBrief) })
