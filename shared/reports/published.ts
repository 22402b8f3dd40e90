import type { ReportKind, ReportState } from './rules.ts'
import { AreaCode, Instant, Place, wholeNumber } from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { isOpen, kindRules, reportKinds, reportStates } from './rules.ts'

/** The kinds of which anything is published: all but those for the reporter and the desk only. */
export type PublishedKind = Exclude<ReportKind, 'security'>
export const publishedKinds = reportKinds.filter((kind): kind is PublishedKind => kindRules[kind].isPublic)
/** Whether a kind is published while open. An urgent report is not, because it may show people in trouble. */
export const isPublishedOpen = (kind: ReportKind): boolean =>
  kindRules[kind].isPublic && !kindRules[kind].urgent
/** Whether a report is published; a withdrawn one no longer is. */
export const isPublished = (kind: ReportKind, state: ReportState): boolean =>
  kindRules[kind].isPublic && state !== 'withdrawn' && (isPublishedOpen(kind) || state === 'closed')

export const publishedStatuses = ['open', 'closed'] as const
export type PublishedStatus = (typeof publishedStatuses)[number]
export const statusOf = (state: ReportState): PublishedStatus => isOpen(state) ? 'open' : 'closed'

/** The side (m) of the grid squares whose middles are published as places. */
export const PUBLISHED_GRID_M = 50
export const PUBLISHED_PAGE_MAX = 1000
/** The most rows to page through; who wants more searches by dates. */
export const PUBLISHED_DEPTH_MAX = 100_000
export const PUBLISHED_RADIUS_M = 20_000

/** A month of the Shanghai calendar, as 2026-11. */
export const Month = v.pipe(v.string(), v.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/))
export const OneMonth = v.object({ month: Month })
/** The months with files; `count`: the number of reports, null for fewer than five. */
export const PublishedMonths = v.array(
  v.object({ month: Month, madeAt: Instant, count: v.nullable(v.number()) }),
)
export const MonthFile = v.object({ month: Month, part: v.picklist(['reports', 'counts']) })
export const FileText = v.object({ text: v.string() })

const Span = v.object({ from: Instant, until: Instant })
/**
 * The published reports to answer, newest first: those with these numbers, or those that meet all other
 * conditions. `filed`, `changed`: both ends are included.
 */
export const PublishedInput = v.pipe(v.object({
  numbers: v.optional(v.pipe(v.array(wholeNumber(1, 2 ** 31 - 1)), v.maxLength(PUBLISHED_PAGE_MAX))),
  kinds: v.optional(v.pipe(v.array(v.picklist(publishedKinds)), v.maxLength(publishedKinds.length))),
  statuses: v.optional(v.pipe(v.array(v.picklist(publishedStatuses)), v.maxLength(publishedStatuses.length))),
  filed: v.optional(Span),
  changed: v.optional(Span),
  near: v.optional(v.object({ ...Place.entries, radiusM: wholeNumber(1, PUBLISHED_RADIUS_M) })),
  page: v.optional(wholeNumber(1, PUBLISHED_DEPTH_MAX), 1),
  pageSize: v.optional(wholeNumber(1, PUBLISHED_PAGE_MAX), PUBLISHED_PAGE_MAX),
  withHistory: v.optional(v.boolean(), false),
}), v.check(({ page, pageSize }) => page * pageSize <= PUBLISHED_DEPTH_MAX))
export type PublishedInput = v.InferInput<typeof PublishedInput>
export type PublishedAsked = v.InferOutput<typeof PublishedInput>

/** Steps whose times are public; their words never are. */
export const publishedSteps = [
  'accepted',
  'declined',
  'unable',
  'merged',
  'unmerged',
  'assigned',
  'working',
  'handedBack',
  'resolved',
  'closed',
  'reopened',
] as const

/** A report as the public sees it: no person, no exact place, no words that staff have not read. */
export const PublishedReport = v.object({
  number: v.number(),
  kind: v.picklist(publishedKinds),
  state: v.picklist(reportStates),
  // Null unless staff accepted it; phone numbers and licence plates are covered.
  text: v.nullable(v.string()),
  areaId: AreaCode,
  areaName: v.string(),
  unitName: v.nullable(v.string()),
  place: v.nullable(Place), // The middle of its grid square.
  filedAt: Instant,
  changedAt: Instant,
  dueAt: Instant,
  /** The photos of before and after, if they are public. */
  photos: v.nullable(v.object({ before: PhotoRef, after: PhotoRef })),
  history: v.optional(v.array(v.object({ step: v.picklist(publishedSteps), at: Instant }))),
})
export type PublishedReport = v.InferOutput<typeof PublishedReport>
/** `isCut`: there were too many reports near the place to search all. */
export const PublishedReports = v.object({ reports: v.array(PublishedReport), isCut: v.boolean() })
