import type { ReportKind, ReportState } from '#shared/reports/rules.ts'
import { flag, index, instant, integer, primaryKey, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * The facts of each report as they were counted last. When a report changes, the sums lose these and gain the
 * new ones.
 */
export const figureReports = table('figure_reports', {
  reportId: text('report_id').primaryKey(),
  areaId: text('area_id').notNull(),
  kind: text('kind').$type<ReportKind>().notNull(),
  state: text('state').$type<ReportState>().notNull(),
  filedAt: instant('filed_at').notNull(),
  dueAt: instant('due_at').notNull(),
  answeredAt: instant('answered_at'), // When staff or a unit first did something that its reporter sees.
  settledAt: instant('settled_at'),
  wasResolved: flag('was_resolved').notNull(),
  wasReopened: flag('was_reopened').notNull(),
  score: integer('score'),
  // Its place in steps of 5 m, and the square of 50 m it lies in.
  north: integer('north'),
  east: integer('east'),
  square: text('square'),
  cameBack: flag('came_back').notNull(),
}, t => [
  index('figure_reports_by_square').on(t.kind, t.square).where(sql`square is not null`),
  // The columns by which the rows behind a figure are found.
  index('figure_reports_by_time').on(
    ...[t.filedAt, t.areaId, t.kind, t.state, t.wasResolved, t.wasReopened, t.cameBack] as const,
    ...[t.answeredAt, t.settledAt, t.score] as const,
  ),
  index('figure_reports_by_settling').on(t.settledAt, t.areaId, t.kind, t.dueAt),
  index('figure_reports_open')
    .on(t.areaId, t.dueAt, t.kind)
    .where(sql`state = 'filed' or state = 'accepted' or state = 'assigned' or state = 'working'`),
])

/**
 * Reports of an area and all inside it, by Shanghai's month and kind. Each column counts in its own month: in
 * that of filing, of settling, or in that in which the time limit passed without an answer.
 */
export const figureMonths = table('figure_months', {
  areaId: text('area_id').notNull(),
  month: text('month').notNull(),
  kind: text('kind').$type<ReportKind>().notNull(),
  filed: integer('filed').notNull(),
  accepted: integer('accepted').notNull(),
  assigned: integer('assigned').notNull(),
  working: integer('working').notNull(),
  resolved: integer('resolved').notNull(),
  closed: integer('closed').notNull(),
  declined: integer('declined').notNull(),
  unable: integer('unable').notNull(),
  merged: integer('merged').notNull(),
  withdrawn: integer('withdrawn').notNull(),
  wasResolved: integer('was_resolved').notNull(),
  wasReopened: integer('was_reopened').notNull(),
  rated: integer('rated').notNull(),
  scores: integer('scores').notNull(),
  mended: integer('mended').notNull(), // Resolved, at a known place.
  cameBack: integer('came_back').notNull(),
  settled: integer('settled').notNull(),
  settledLate: integer('settled_late').notNull(),
  fellDue: integer('fell_due').notNull(), // Fell due in this month, and was settled late or is still open.
}, t => [primaryKey({ columns: [t.areaId, t.month, t.kind] })])

/** Reports of an area and all inside it that were filed, and that were settled, on a day in Shanghai. */
export const figureDays = table('figure_days', {
  areaId: text('area_id').notNull(),
  day: text('day').notNull(),
  filed: integer('filed').notNull(),
  settled: integer('settled').notNull(),
}, t => [primaryKey({ columns: [t.areaId, t.day] })])

/** How long reports of a month waited for a first answer, or to be settled, in minutes as `waitOf` tells. */
export const figureWaits = table('figure_waits', {
  areaId: text('area_id').notNull(),
  month: text('month').notNull(),
  kind: text('kind').$type<ReportKind>().notNull(),
  of: text('of').$type<'answered' | 'settled'>().notNull(),
  wait: integer('wait').notNull(),
  n: integer('n').notNull(),
}, t => [primaryKey({ columns: [t.areaId, t.month, t.kind, t.of, t.wait] })])

/** Visits to the stations of an area by the hour in which they began. */
export const figureVisits = table('figure_visits', {
  areaId: text('area_id').notNull(),
  day: text('day').notNull(),
  hour: integer('hour').notNull(),
  n: integer('n').notNull(),
}, t => [primaryKey({ columns: [t.areaId, t.day, t.hour] })])

export const pointWays = ['issued', 'held', 'spent', 'released', 'lapsed', 'takenBack'] as const
/** Points moved on a day. */
export const figurePoints = table('figure_points', {
  day: text('day').notNull(),
  way: text('way').$type<(typeof pointWays)[number]>().notNull(),
  amount: integer('amount').notNull(),
}, t => [primaryKey({ columns: [t.day, t.way] })])

type CountedSource = 'reports' | 'steps' | 'entries' | 'transfers' | 'claim' | 'whole' | 'asOf'
/**
 * How far each source was counted, when all were last (`asOf`), and whether the count from the beginning is
 * complete (`whole`).
 */
export const figureCursors = table('figure_cursors', {
  source: text('source').$type<CountedSource>().primaryKey(),
  upTo: text('up_to').notNull(),
})
