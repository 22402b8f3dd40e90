import { DAY_MINUTES } from '#shared/kernel/day.ts'
import { AreaCode, Id, Instant, PageRange, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { announcementKinds, announcementStages } from './rules.ts'

export const TITLE_MIN = 2
export const TITLE_MAX = 40
export const WORDS_MAX = 1000
export const REASON_MAX = 200

/**
 * Stations of the area are open at these times besides their own, on each day: minutes of the Shanghai day;
 * what ends past midnight ends after 1440.
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
/** Publishes an announcement, or corrects one. `seen`: when the version was made that was shown. */
export const PublishAnnouncement = v.object({ announcementId: Id, ...plan, seen: v.optional(Instant) })
export type PublishAnnouncement = v.InferOutput<typeof PublishAnnouncement>
export const EndAnnouncement = v.object({ announcementId: Id, words: textOf(1, REASON_MAX) })

const shown = { id: Id, ...plan, areaName: v.string() }
export const Announcement = v.object({
  ...shown,
  version: v.number(), // Counts the corrections.
})
export type Announcement = v.InferOutput<typeof Announcement>
/** What is in force around somebody, or comes; alerts first. The phone shows each within its own time. */
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
/** Those of the areas that somebody works for, the last to end first; `total`: of all pages. */
export const DeskAnnouncements = v.object({
  announcements: v.array(DeskAnnouncement),
  total: v.number(),
  hasMore: v.boolean(),
})
