import { AreaCode, Instant, PageRange, SOUGHT_WORDS_MAX, textOf } from '#shared/kernel/fields.ts'
import { DeskReport, deskViews } from '#shared/reports/desk-schemas.ts'
import { reportStates } from '#shared/reports/rules.ts'
import { DeskPart, Kind } from '#shared/reports/schemas.ts'
import * as v from 'valibot'

/** Why a report stands in the queue, the most pressing first. `running`: it waits for somebody else. */
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
/** What is due within so long counts as `soon` (ms). */
export const SOON_MS = 2 * 3_600_000

/** What the queue is narrowed to; its links carry the same. */
export const queueFilters = {
  cause: v.optional(QueueCauseName),
  kind: v.optional(Kind),
  state: v.optional(v.picklist(reportStates)),
  areaId: v.optional(AreaCode), // It and all inside it, as far as the asker works there.
  isMine: v.optional(v.boolean()), // Only what the asker has taken on.
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)), // As in `SearchDesk`.
}
/**
 * A range is by the rows' `rank`; with it goes the first page's `asOf`, or what falls due meanwhile would be
 * skipped. `todo`: all that waits for the asker, and what is late or nearly so wherever it lies.
 */
export const QueueInput = v.object({
  view: v.picklist(deskViews),
  as: v.optional(DeskPart), // For whoever holds posts of both kinds; absent: staff's then.
  ...queueFilters,
  ...PageRange.entries,
  asOf: v.optional(Instant),
})
export type QueueInput = v.InferOutput<typeof QueueInput>
const QueuedReport = v.object({ ...DeskReport.entries, cause: v.nullable(QueueCauseName) }) // Null once over.
export type QueuedReport = v.InferOutput<typeof QueuedReport>
const counted = v.object(Object.fromEntries(queueCauses.map(cause => [cause, v.number()])) as
  Record<QueueCause, v.NumberSchema<undefined>>)
export const Queue = v.object({
  reports: v.array(QueuedReport), // By cause, then what is due first; of what is over, the newest first.
  counts: v.optional(counted), // Of what is open, whatever the cause; absent where words are sought.
  hasMore: v.boolean(),
  asOf: Instant, // What was due before then is overdue; a whole minute.
})
export type Queue = v.InferOutput<typeof Queue>
