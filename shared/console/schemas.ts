import { AreaCode, Instant, PageRange, SOUGHT_WORDS_MAX, textOf } from '#shared/kernel/fields.ts'
import { DeskReport, deskViews } from '#shared/reports/desk-schemas.ts'
import { reportStates } from '#shared/reports/rules.ts'
import { DeskPart, Kind } from '#shared/reports/schemas.ts'
import * as v from 'valibot'

/** Why a report stands in the queue, most urgent first. `running`: it waits for somebody else. */
export const queueCauses = [
  'emergency',
  'overdue',
  'soon',
  'reopened',
  'back',
  'flagged',
  'new',
  'running',
] as const
export type QueueCause = (typeof queueCauses)[number]
export const QueueCauseName = v.picklist(queueCauses)
/** How soon a report must be due to count as `soon` (ms). */
export const SOON_MS = 2 * 3_600_000

/** The queue's filters, which its addresses carry too. */
export const queueFilters = {
  cause: v.optional(QueueCauseName),
  kind: v.optional(Kind),
  state: v.optional(v.picklist(reportStates)),
  areaId: v.optional(AreaCode), // This area and all inside it, as far as the asker works there.
  isMine: v.optional(v.boolean()), // Only reports that the asker has taken on.
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)), // As in `SearchDesk`.
}
/**
 * A range is by the rows' `rank`. The first page's `asOf` goes with it, or reports that fall due meanwhile
 * would be skipped. `todo`: everything that waits for the asker, and late or nearly late reports wherever
 * they are.
 */
export const QueueInput = v.object({
  view: v.picklist(deskViews),
  as: v.optional(DeskPart), // For somebody with posts of both kinds; absent: as staff.
  ...queueFilters,
  ...PageRange.entries,
  asOf: v.optional(Instant),
})
export type QueueInput = v.InferOutput<typeof QueueInput>
// Null once the report is closed.
const QueuedReport = v.object({ ...DeskReport.entries, cause: v.nullable(QueueCauseName) })
export type QueuedReport = v.InferOutput<typeof QueuedReport>
const counted = v.object(Object.fromEntries(queueCauses.map(cause => [cause, v.number()])) as
  Record<QueueCause, v.NumberSchema<undefined>>)
export const Queue = v.object({
  reports: v.array(QueuedReport), // By cause, then by due time; closed ones newest first.
  counts: v.optional(counted), // Open reports by cause, whatever the filter `cause`; absent in a search.
  hasMore: v.boolean(),
  asOf: Instant, // Reports due before this count as overdue; a whole minute.
})
export type Queue = v.InferOutput<typeof Queue>
