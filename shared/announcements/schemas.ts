import { DAY_MINUTES } from '#shared/kernel/day.ts'
import { AreaCode, Id, Instant, PageRange, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { announcementKinds, announcementStages } from './rules.ts'

export const TITLE_MIN = 2
export const TITLE_MAX = 40
export const WORDS_MAX = 1000
export const REASON_MAX = 200

/**
 * Times at which the area's stations are open every day besides their own hours: minutes of the Shanghai day;
 * an end past midnight is above 1440.
 */
export const StationTimes = v.pipe(
  v.object({ opens: wholeNumber(0, DAY_MINUTES - 1), closes: wholeNumber(1, 2 * DAY_MINUTES) }),
  v.check(({ opens, closes }) => closes > opens && closes - opens <= DAY_MINUTES),
)
export type StationTimes = v.InferOutput<typeof StationTimes>

const plan = {
  kind: v.picklist(announcementKinds),
  title: textOf(TITLE_MIN, TITLE_MAX),
  words: textOf(0, WORDS_MAX),
  areaId: AreaCode,
  startsAt: Instant,
  endsAt: Instant,
  stationTimes: v.nullable(StationTimes),
}
/** Publishes an announcement, or corrects one. `seen`: when the version shown was made (ms). */
export const PublishAnnouncement = v.object({ announcementId: Id, ...plan, seen: v.optional(Instant) })
export type PublishAnnouncement = v.InferOutput<typeof PublishAnnouncement>
export const EndAnnouncement = v.object({ announcementId: Id, words: textOf(1, REASON_MAX) })

export const Announcement = v.object({
  id: Id,
  ...plan,
  areaName: v.string(),
  version: v.number(), // Counts the corrections.
})
export type Announcement = v.InferOutput<typeof Announcement>
/**
 * The announcements for somebody's area, in force or to come; alerts first. The phone shows each within its
 * own time.
 */
export const CurrentAnnouncements = v.object({ announcements: v.array(Announcement) })

export const DeskAnnouncement = v.object({
  ...Announcement.entries,
  changedAt: Instant,
  changedBy: v.string(), // Their name.
  endWords: v.nullable(v.string()), // Why it was ended early.
})
export type DeskAnnouncement = v.InferOutput<typeof DeskAnnouncement>
export const FindAnnouncements = v.object({
  kind: v.optional(v.picklist(announcementKinds)),
  stage: v.optional(v.picklist(announcementStages)),
  areaId: v.optional(AreaCode),
  ...PageRange.entries,
})
/** A page of the announcements of somebody's working areas, those that end last first. */
export const DeskAnnouncements = v.object({
  announcements: v.array(DeskAnnouncement),
  total: v.number(),
  hasMore: v.boolean(),
})
