import {
  AreaCode,
  ClockNote,
  ClockReading,
  Day,
  Id,
  Instant,
  PhotoHash,
  Place,
  textOf,
} from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { PhotoSeal } from './photos.ts'
import { reportKinds, reportStates, reportSteps } from './rules.ts'

export const REPORT_PHOTOS_MAX = 9
export const REPORT_TEXT_MAX = 500
export const REPORT_SPOT_MAX = 40
export const REPORTS_PAGE_MAX = 50

export const Kind = v.picklist(reportKinds)
export const State = v.picklist(reportStates)
export const Words = textOf(1, REPORT_TEXT_MAX)
/** Where it is in people's own words, beside the place: 中百超市门口. May be empty. */
export const Spot = textOf(0, REPORT_SPOT_MAX)
export const Photos = v.pipe(v.array(PhotoHash), v.minLength(1), v.maxLength(REPORT_PHOTOS_MAX))

/** Files a report of something in the street (随手拍). */
export const FileReport = v.object({
  reportId: Id,
  kind: Kind,
  text: textOf(0, REPORT_TEXT_MAX), // May be empty, since it can be added after the shift.
  place: v.optional(Place), // Without a place, the area says where.
  spot: v.optional(Spot),
  areaId: v.optional(AreaCode),
  photos: Photos,
  seenAt: ClockReading, // When the photo was taken, which may be hours before it is sent.
  // How far the phone's clock was off at the shutter; absent if the photo's own data have the time.
  seenClock: v.optional(ClockNote),
})
export type FileReport = v.InferOutput<typeof FileReport>
/** The new report with its promises: due time and points; these are absent from older servers. */
export const Filed = v.object({
  number: v.number(),
  dueAt: v.optional(Instant),
  award: v.optional(v.number()),
})

/**
 * The last step that the decider has seen, which for a report that was only filed is its own id. Older apps
 * send none.
 */
export const decided = { reportId: Id, seen: v.optional(Id) }
/** The reporter changes a report before staff act on it; absent fields stay. */
export const AmendReport = v.object({
  ...decided,
  kind: v.optional(Kind),
  text: v.optional(textOf(0, REPORT_TEXT_MAX)),
  place: v.optional(v.nullable(Place)), // Null removes a wrong place.
  spot: v.optional(Spot), // An empty text removes it.
  areaId: v.optional(AreaCode),
})
export const WithdrawReport = v.object(decided)
/** How many reports somebody has filed, and how many of these were resolved. */
export const Tally = v.object({ filed: v.number(), mended: v.number() })
export const OneReport = v.object({ reportId: Id })
/** The reporter objects to declining or giving up, with the reason. */
export const ObjectToReport = v.object({ ...decided, words: Words })

export const AnswerQuestion = v.object({ ...decided, answer: Words })
/** `fixed` true closes the report, optionally with a score; false reopens it and has to say what is wrong. */
export const RateReport = v.variant('fixed', [
  v.object({
    ...decided,
    fixed: v.literal(true),
    score: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
  }),
  v.object({ ...decided, fixed: v.literal(false), words: Words }),
])
export type RateReport = v.InferOutput<typeof RateReport>
/** The fault of a resolution's photos: they show the report as it was filed, or were used before. */
export const afterPhotoFaults = ['asBefore', 'usedBefore'] as const
export type AfterPhotoFault = (typeof afterPhotoFaults)[number]
export const AfterFault = v.nullable(v.picklist(afterPhotoFaults))
/** Reports whose photos were compared with earlier ones: those that reuse one, and the others. */
export const MarkPhotos = v.object({ reused: v.array(Id), fresh: v.array(Id) })
/** Reports whose person and photos are deleted at the end of their retention. */
export const ForgetReports = v.object({ reportIds: v.array(Id) })
/** Resolutions whose photos were compared with earlier ones. */
export const MarkAfterPhotos = v.object({
  settlings: v.array(v.object({ reportId: Id, stepId: Id, fault: AfterFault })),
})

export const brief = {
  id: Id,
  number: v.number(),
  kind: Kind,
  state: State,
  text: v.string(),
  place: v.nullable(Place),
  spot: v.optional(v.string()), // Absent if the reporter gave none.
  areaName: v.string(),
  photo: v.nullable(PhotoRef), // The first photo.
  seenAt: Instant,
  filedAt: Instant,
  dueAt: Instant,
  supporters: v.number(),
  asked: v.boolean(), // Whether a question waits for the reporter.
  plannedOn: v.optional(Day), // The planned day of the work; absent without one.
}

/** A report in its reporter's own list, or in a follower's. */
export const MyReport = v.object({
  ...brief,
  mine: v.boolean(),
  rateUntil: v.nullable(Instant),
  points: v.optional(v.number()), // The points that its reporter earned; absent for others, and before.
  award: v.optional(v.number()), // The points that its reporter will earn if it is accepted.
})
export type MyReport = v.InferOutput<typeof MyReport>
export const MyReports = v.object({ reports: v.array(MyReport), hasMore: v.boolean() })

/** Open reports of one kind within `NEARBY_M` of a place. */
export const NearbyInput = v.object({ place: Place, kind: Kind })
export const NearbyReport = v.object({
  ...brief,
  distanceM: v.number(),
  mine: v.boolean(),
  supported: v.boolean(),
})
export const NearbyReports = v.array(NearbyReport)
export type NearbyReport = v.InferOutput<typeof NearbyReport>

export const LANE_REPORTS_MAX = 30
/** Open public reports in the areas of somebody's standing posts, the newest first. */
export const BeatReports = v.array(v.object(brief))

export const MENDED_MAX = 12
/** A recently resolved report as everybody may see it: no text, no number, no place, no name. */
export const MendedPair = v.object({
  kind: Kind,
  areaName: v.string(),
  filedAt: Instant,
  mendedAt: Instant,
  before: PhotoRef,
  after: PhotoRef,
})
export type MendedPair = v.InferOutput<typeof MendedPair>
/** `areaName`: the asker's district, or the city; `today` and `week`: how many were resolved there. */
export const Mended = v.object({
  areaName: v.string(),
  today: v.number(),
  week: v.number(),
  pairs: v.array(MendedPair), // Those of that area first, then the city's.
})

/** One line of a report's history. `by` is a part; a person's name is given to the desk only. */
export const Step = v.object({
  step: v.picklist(reportSteps),
  at: Instant,
  by: v.picklist(['reporter', 'neighbour', 'staff', 'unit', 'system']),
  byName: v.nullable(v.string()), // A unit's name for everybody; a person's name for the desk.
  words: v.nullable(v.string()),
  photos: v.array(PhotoRef),
})
export type Step = v.InferOutput<typeof Step>

/** Who acts on a report: staff of its area, or the unit that it was sent to. */
export const DeskPart = v.picklist(['staff', 'unit'])
/** Facts for the desk only: the reporter, and what speaks for or against the photo. */
const DeskFacts = v.object({
  // The parts in which the viewer may act on it; absent from older servers.
  parts: v.optional(v.array(DeskPart)),
  reporter: v.nullable(v.object({ name: v.nullable(v.string()), phoneHint: v.string() })),
  // For staff: its person and photos were deleted at the end of their retention.
  isForgotten: v.optional(v.boolean()),
  isOwn: v.boolean(), // The viewer filed it or took its photo, and so may not act on it.
  /** For staff: the clerk, and who filed it for its reporter. */
  clerk: v.optional(v.object({ id: Id, name: v.nullable(v.string()) })),
  filedBy: v.optional(v.object({ name: v.nullable(v.string()) })),
  // The viewer took the decision, and others have to decide about the objection.
  awaitsOther: v.optional(v.boolean()),
  reusedPhoto: v.boolean(),
  afterPhotoFault: AfterFault, // That of the last resolution with a fault.
  /** For staff: whether its photos of before and after are public; absent if there are none. */
  pair: v.optional(v.picklist(['shown', 'hidden'])),
  clockSkewMs: v.number(),
  seals: v.optional(v.array(PhotoSeal)), // For staff.
  photoFacts: v.array(v.object({ hash: PhotoHash, takenAt: v.nullable(Instant), place: v.nullable(Place) })),
})

/** A report with its history, as far as the asker may see it. */
export const ReportView = v.object({
  ...brief,
  areaId: AreaCode,
  photos: v.array(PhotoRef),
  afterPhotos: v.array(PhotoRef),
  mine: v.boolean(),
  supported: v.boolean(),
  unitId: v.nullable(Id),
  unitName: v.nullable(v.string()),
  question: v.nullable(v.string()),
  mergedInto: v.nullable(Id),
  rateUntil: v.nullable(Instant),
  score: v.nullable(v.number()),
  points: v.optional(v.number()), // The points that its reporter earned; absent for others, and before.
  award: v.optional(v.number()), // The points that its reporter will earn if it is accepted.
  timeline: v.array(Step),
  desk: v.nullable(DeskFacts),
  lastStep: v.optional(Id), // For the reporter and the desk: the value for `seen` of their decisions.
})
export type ReportView = v.InferOutput<typeof ReportView>
