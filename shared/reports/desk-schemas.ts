import { Phone } from '#shared/kernel/digits.ts'
import {
  AreaCode,
  Day,
  Id,
  Instant,
  PageRange,
  PhotoHash,
  Place,
  SOUGHT_WORDS_MAX,
  textOf,
} from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import {
  AfterFault,
  brief,
  decided,
  DeskPart,
  Kind,
  Photos,
  REPORT_PHOTOS_MAX,
  Spot,
  Words,
} from './schemas.ts'

export const RESPONSIBLE_MAX = 40
const Responsible = textOf(1, RESPONSIBLE_MAX) // Who is responsible, if staff can't settle it.
/** `as`: the part, for somebody who has both; absent means as staff. */
const decidedAtDesk = { ...decided, as: v.optional(DeskPart) }
/** Staff and units move a report along the table in `rules.ts`; `ResolveReport` is for resolving. */
export const MoveReport = v.variant('to', [
  v.object({ ...decidedAtDesk, to: v.literal('filed'), areaId: AreaCode }),
  // A unit that hands back must say why.
  v.object({ ...decidedAtDesk, to: v.literal('accepted'), words: v.optional(Words) }),
  v.object({ ...decidedAtDesk, to: v.literal('declined'), words: Words }),
  v.object({ ...decidedAtDesk, to: v.literal('unable'), words: Words, responsible: Responsible }),
  v.object({ ...decidedAtDesk, to: v.literal('merged'), into: Id }),
  v.object({ ...decidedAtDesk, to: v.literal('assigned'), unitId: Id, words: v.optional(Words) }),
  v.object({ ...decidedAtDesk, to: v.literal('working') }),
])
export type MoveReport = v.InferOutput<typeof MoveReport>
export const ResolveReport = v.object({ ...decidedAtDesk, words: Words, photos: Photos })
export const AskReporter = v.object({ ...decided, question: Words })
/** Staff correct these fields; absent ones stay. */
export const CorrectReport = v.object({
  ...decided,
  kind: v.optional(Kind),
  place: v.optional(Place),
  spot: v.optional(Spot), // An empty text removes it.
  areaId: v.optional(AreaCode),
  words: v.optional(Words), // The reason, which the reporter reads.
})
/** `words`: the reason for the wait; the reporter reads day and reason. */
export const PlanReport = v.object({ ...decidedAtDesk, day: Day, words: Words })
/** Staff take the report on (`to`: themselves) or hand it to a colleague; only colleagues read the words. */
export const HandReport = v.object({ ...decided, to: Id, words: v.optional(Words) })
/** Staff file for somebody on the phone or at the counter, perhaps without a photo or a number. */
export const FileForSomebody = v.object({
  reportId: Id,
  kind: Kind,
  text: Words,
  place: v.optional(Place),
  spot: v.optional(Spot),
  areaId: v.optional(AreaCode),
  photos: v.pipe(v.array(PhotoHash), v.maxLength(REPORT_PHOTOS_MAX)),
  phone: v.optional(Phone),
})
export const UnmergeReport = v.object(decided)
/** 内部备注: what staff tell each other about a report. */
export const NoteReport = v.object({ reportId: Id, words: Words })
/** Staff remove the photos of a resolved report from the public page, or put them back. */
export const HidePair = v.object({ ...decided, reason: Words })
export const ShowPair = v.object(decided)

export const deskViews = ['todo', 'running', 'done'] as const
/**
 * The desk's lists, page by page. A range is by the rows' `rank`; the first page's `asOf` goes with it, or
 * reports that fall due meanwhile would be skipped. Older apps send `offset` instead.
 */
export const DeskInput = v.object({
  view: v.picklist(deskViews),
  as: v.optional(DeskPart), // For somebody with posts of both kinds; absent: as staff.
  isMine: v.optional(v.boolean()), // Only reports that the asker has taken on.
  ...PageRange.entries,
  asOf: v.optional(Instant),
  offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
})
/** Why a report is raised to the admins: overdue for long, or handed back too often. */
export const raisedReasons = ['late', 'handedBack'] as const
/** Sent by a task: at a share of the time limit, staff and unit are notified, or the admins. */
export const RemindOfReport = v.object({ reportId: Id, of: v.picklist(['overdue', 'late']) })
export const DeskReport = v.object({
  ...brief,
  rank: v.number(), // Its number; above all others while it is overdue.
  lastStep: v.optional(Id), // The value for `seen` of a decision; absent from older servers.
  areaId: AreaCode,
  unitName: v.nullable(v.string()),
  reusedPhoto: v.boolean(),
  afterPhotoFault: AfterFault,
  isOwn: v.boolean(),
  clerk: v.optional(v.string()), // For staff: the name of the clerk who has taken it on.
  urges: v.optional(v.number()), // How often its reporter urged it.
  objected: v.optional(v.boolean()), // Whether it was declined and its reporter objected.
  raised: v.optional(v.array(v.picklist(raisedReasons))), // Why it was raised to the admins.
})
export const DeskReports = v.object({
  reports: v.array(DeskReport), // Overdue first, then the newest.
  counts: v.object({ todo: v.number(), running: v.number(), done: v.number(), overdue: v.number() }),
  hasMore: v.boolean(),
  asOf: Instant, // Reports due before this count as overdue.
})
export type DeskReports = v.InferOutput<typeof DeskReports>

/**
 * For staff: searches by number, words of the description or the spot, the reporter's name, or the end of
 * their phone number.
 */
export const SearchDesk = v.object({ words: textOf(1, SOUGHT_WORDS_MAX), ...PageRange.entries })
/** The newest first; the rank is the number. */
export const FoundReports = v.object({ reports: v.array(DeskReport), hasMore: v.boolean() })
/** `rule`: the routing rule that names this unit for the report: the kind (null: any) and the area. */
export const Units = v.array(v.object({
  id: Id,
  name: v.string(),
  hasPeople: v.boolean(),
  worksByLink: v.optional(v.boolean()), // Absent from older servers.
  rule: v.optional(v.object({ kind: v.nullable(Kind), areaName: v.string() })),
}))
export const SIMILAR_DAYS = 90
export const SIMILAR_MAX = 10
/** Reports with similar photos. `isSamePhoto`: they look identical. */
export const SimilarReports = v.array(v.object({ ...brief, isSamePhoto: v.boolean() }))
/** The colleagues to whom staff may hand a report. */
export const Colleagues = v.array(v.object({ id: Id, name: v.nullable(v.string()) }))
