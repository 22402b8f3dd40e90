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
/** When the version was changed that the desk saw. */
const seen = { seen: Instant }
/** The digits that a voice without an account is looked up by; spaces between them don't count. */
export const LookUpCode = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform(text => text.replace(/\s/g, '')),
  v.regex(/^\d{16}$/),
)

export const OneVoice = v.object({ voiceId: Id })
/**
 * 说一说: one voice. `code`: its maker's phone drew it, where they have not signed in. `talkId`: the talk that
 * a question is for; the talk's area counts then.
 */
export const PostVoice = v.object({
  voiceId: Id,
  kind: Kind,
  text: textOf(1, VOICE_TEXT_MAX),
  areaId: v.nullable(AreaCode), // Null: where its maker has registered, else the whole city.
  isAnonymous: v.boolean(), // To others; the staff of its area can look who it was.
  photos: v.pipe(v.array(PhotoHash), v.maxLength(VOICE_PHOTOS_MAX)),
  page: lineOf(200), // Where it was written, as a route name.
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
/** Another one than whoever hid or declined it decides: it stays so, or is open again. */
export const SettleAppeal = v.object({ voiceId: Id, isUpheld: v.boolean(), words: textOf(1, 500) })
export const LinkVoice = v.object({
  voiceId: Id,
  kind: v.picklist(linkKinds.filter(kind => kind !== 'voice')),
  ref: Id,
})

/** 投诉建议 as phones of before there were voices send it. */
export const Complain = v.object({
  complaintId: Id,
  text: textOf(1, VOICE_TEXT_MAX),
  page: lineOf(200),
})
export const ReplyToComplaint = v.object({
  complaintId: Id,
  words: Words,
  seen: v.optional(Instant), // When the reply was given that was shown; 0: there was none.
})
export const Complaint = v.object({
  id: Id,
  text: v.string(),
  page: v.string(),
  at: Instant,
  rank: v.number(), // What its list is ordered by, downwards.
  reply: v.nullable(v.object({ words: v.string(), at: Instant })),
})
/** A page of them; a full one (`SHOWN_ROWS_MAX`) may have more below it. */
export const Complaints = v.array(Complaint)
export type Complaint = v.InferOutput<typeof Complaint>

/** What was promised of it; `promisedAt`: the first day, which is never moved. `unitName`: who answers. */
const promise = {
  unitName: v.nullable(v.string()),
  promisedAt: v.nullable(Instant),
  dueAt: v.nullable(Instant),
  metAt: v.nullable(Instant),
}
const Reply = v.object({ words: v.string(), at: Instant, unitName: v.nullable(v.string()) })
/** A row of the lists. `at` of what others don't know the maker of is the beginning of its day. */
export const VoiceBrief = v.object({
  id: Id,
  kind: Kind,
  state: State,
  text: v.string(),
  areaName: v.string(),
  at: Instant,
  photo: v.nullable(PhotoRef),
  supporters: v.number(), // Distinct people who said "me too", beside its maker.
  isMine: v.boolean(),
  supports: v.boolean(), // Whether one has said "me too" here.
  ...promise,
  reply: v.nullable(Reply),
  rank: v.number(),
})
export type VoiceBrief = v.InferOutput<typeof VoiceBrief>

/** What to look for: around an area (null: around one's own), or what one has said "me too" to. */
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
/** Open ones that say nearly the same, the nearest first. */
export const FindSimilar = v.object({
  text: textOf(1, VOICE_TEXT_MAX),
  areaId: v.nullable(AreaCode),
})
export const SimilarVoices = v.array(VoiceBrief)

/** One's own, the newest first; `text`, `page`, `at`, `rank`, `reply` are what older apps know. */
export const MyVoices = v.array(v.object({ ...VoiceBrief.entries, page: v.string() }))

const Step = v.object({
  step: v.string(), // A newer server may know more.
  at: Instant,
  words: v.nullable(v.string()),
  unitName: v.nullable(v.string()),
})
/** One voice, as whoever asks may see it. */
export const VoiceView = v.object({
  ...VoiceBrief.entries,
  areaId: AreaCode,
  authorName: v.nullable(v.string()), // Null: not told to others; its maker knows by it that it isn't.
  photos: v.array(PhotoRef),
  chooseBy: v.nullable(Instant), // Until when a unit is chosen.
  mergedInto: v.nullable(Id),
  hideReason: v.nullable(v.picklist(hideReasons)),
  mayAppeal: v.boolean(),
  appealedAt: v.nullable(Instant),
  settles: v.nullable(v.picklist(['me', 'another'])), // Who at the desk decides an appeal that waits.
  mayJudge: v.boolean(),
  verdicts: v.object({ done: v.number(), notDone: v.number() }),
  talkId: v.nullable(Id),
  steps: v.array(Step),
  desk: v.nullable(v.picklist(['staff', 'unit', 'lead'])), // By which part one may act on it.
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
  areaId: v.optional(AreaCode), // It and all inside it, as far as the asker works there.
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)), // Every word is in what was said.
  ...PageRange.entries,
})
export const DeskVoices = v.object({
  voices: v.array(v.object({ ...VoiceBrief.entries, appealed: v.boolean(), chooseBy: v.nullable(Instant) })),
  counts: v.object({ todo: v.number(), running: v.number(), over: v.number(), late: v.number() }),
  total: v.number(), // Of the view, as it is narrowed; the counts are of all.
  hasMore: v.boolean(),
})
export type DeskVoices = v.InferOutput<typeof DeskVoices>
/** Into which of the open ones of its area one may be merged; what says nearly the same first. */
export const MergeTargets = v.array(VoiceBrief)
export const VoiceUnits = v.array(v.object({ id: Id, name: v.string(), hasPeople: v.boolean() }))
/** Whose voice it is, for the staff of its area. */
export const VoiceAuthor = v.object({ name: v.nullable(v.string()), phone: v.string() })
/** The questions for a talk, what most people want to know first. */
export const OneTalk = v.object({ activityId: Id })
export const TalkVoices = v.object({ asksUntil: v.nullable(Instant), voices: v.array(VoiceBrief) })
