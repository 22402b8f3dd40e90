import type { CaseEnd } from '#shared/reports/case-schemas.ts'
import type { raisedReasons } from '#shared/reports/desk-schemas.ts'
import type { ReportKind, ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { AfterPhotoFault } from '#shared/reports/schemas.ts'
import {
  autoNumber,
  check,
  flag,
  index,
  instant,
  integer,
  primaryKey,
  real,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * Why a report came back to a desk: reopened by its reporter; its question answered, or never to be; handed
 * back by its unit or clerk.
 */
export type CameBackAs = 'reopened' | 'answered' | 'handedBack'
export type RaisedReason = (typeof raisedReasons)[number]

/** One row for each report as it is now; the row itself stands for its first step, 'filed'. */
export const reports = table(
  'reports',
  {
    number: autoNumber('number'),
    // Made on the phone. A constraint, not an index: references of other tables need it before indexes are
    // created.
    id: text('id').notNull().unique('reports_by_id'),
    // For a report that staff filed for a caller without a number: a made-up id that no account has.
    reporterId: text('reporter_id').notNull(),
    filedBy: text('filed_by'), // Staff who filed it for its reporter.
    kind: text('kind').$type<ReportKind>().notNull(),
    text: text('text').notNull(),
    latitude: real('latitude'),
    longitude: real('longitude'),
    accuracy: real('accuracy'),
    spot: text('spot'), // Where it is, in its reporter's words.
    areaId: text('area_id').notNull(),
    state: text('state').$type<ReportState>().notNull(),
    stateSince: instant('state_since').notNull(),
    seenAt: instant('seen_at').notNull(), // When the shutter was pressed, corrected for the phone's clock.
    filedAt: instant('filed_at').notNull(),
    dueAt: instant('due_at').notNull(),
    skewMs: integer('skew_ms').notNull(),
    unitId: text('unit_id'), // Stays when it is resolved, so that a reopened report goes back there.
    // Filed, answered, handed back or reopened: staff have to look at it.
    awaitsStaff: flag('awaits_staff').notNull(),
    // Why it waits again for staff or the unit; null for a new report, and once somebody has looked at it.
    cameBackAs: text('came_back_as').$type<CameBackAs>(),
    question: text('question'), // The open question to the reporter.
    questionBy: text('question_by'),
    clerkId: text('clerk_id'), // Staff who have taken it on.
    plannedOn: text('planned_on'), // The Shanghai day on which it will be done, as 2026-11-23.
    mergedInto: text('merged_into'),
    resolvedAt: instant('resolved_at'),
    pairHiddenAt: instant('pair_hidden_at'), // When staff made its photos of before and after non-public.
    score: integer('score'),
    reusedPhoto: flag('reused_photo'), // Null until its photos have been compared with earlier ones.
    supporters: integer('supporters').notNull(),
    changedAt: instant('changed_at'), // When its content changed last; null if it is as filed.
  },
  t => [
    index('reports_by_reporter').on(t.reporterId, t.filedAt),
    index('reports_by_area').on(t.areaId, t.state, t.awaitsStaff, t.dueAt),
    // The open reports with every column by which the queue is ordered, so that ordering reads no rows.
    // Written with OR, because SQLite builds a table for an IN list at each insert.
    index('reports_open')
      .on(t.areaId, t.dueAt, t.state, t.kind, t.awaitsStaff, t.cameBackAs, t.reusedPhoto, t.skewMs, t.number)
      .where(sql`state = 'filed' or state = 'accepted' or state = 'assigned' or state = 'working'`),
    index('reports_by_place').on(t.kind, t.latitude),
    index('reports_by_time').on(t.filedAt),
    index('reports_by_change')
      .on(t.changedAt)
      .where(sql`changed_at is not null`),
    index('reports_by_unit')
      .on(t.unitId, t.state)
      .where(sql`unit_id is not null`),
    index('reports_asked')
      .on(t.number)
      .where(sql`question is not null`),
    index('reports_to_close')
      .on(t.resolvedAt)
      .where(sql`state = 'resolved'`),
    index('reports_planned')
      .on(t.plannedOn)
      .where(sql`planned_on is not null`),
    index('reports_by_merge')
      .on(t.mergedInto)
      .where(sql`merged_into is not null`),
    index('reports_by_clerk')
      .on(t.clerkId)
      .where(sql`clerk_id is not null`),
    check('reports_supporters', sql`${t.supporters} >= 0`),
    check('reports_place_whole', sql`(${t.latitude} is null) = (${t.longitude} is null)`),
  ],
)

/** The public data of a month's reports as of its end, as files; made once. */
export const reportMonths = table('report_months', {
  month: text('month').primaryKey(), // As 2026-11, in Shanghai.
  madeAt: instant('made_at').notNull(),
  count: integer('count').notNull(),
  reports: text('reports').notNull(),
  counts: text('counts').notNull(),
})

/** The photos of a report in their order: those it was filed with, then those of each resolution. */
export const reportPhotos = table('report_photos', {
  reportId: text('report_id').notNull().references(() => reports.id),
  position: integer('position').notNull(),
  hash: text('hash').notNull(),
  part: text('part').$type<'before' | 'after'>().notNull(),
  stepId: text('step_id'), // The resolution that an after-photo belongs to.
}, t => [
  primaryKey({ columns: [t.reportId, t.position] }),
  index('report_photos_by_hash').on(t.hash),
])

/** The steps of a report after it was filed; never changed. */
export const reportSteps = table('report_steps', {
  id: text('id').primaryKey(),
  reportId: text('report_id').notNull().references(() => reports.id),
  step: text('step').$type<ReportStep>().notNull(),
  at: instant('at').notNull(),
  part: text('part').$type<'reporter' | 'neighbour' | 'staff' | 'unit' | 'system'>().notNull(),
  actorId: text('actor_id'), // Null for the clock.
  unitId: text('unit_id'), // The unit that took the step, or to which it was assigned.
  words: text('words'),
}, t => [index('report_steps_by_report').on(t.reportId, t.at)])

/**
 * Resolutions whose photos wait to be compared, and those found at fault. A table of its own, so that filing
 * writes nothing for it.
 */
export const afterPhotoChecks = table('after_photo_checks', {
  reportId: text('report_id').notNull().references(() => reports.id),
  stepId: text('step_id').notNull().references(() => reportSteps.id),
  fault: text('fault').$type<AfterPhotoFault>(), // Null while it waits; a row without a fault is deleted.
}, t => [
  primaryKey({ columns: [t.reportId, t.stepId] }),
  index('after_photo_checks_waiting').on(t.stepId).where(sql`fault is null`),
])

/** Notices that a task sent about a report, and its reasons for being raised: once for each due date. */
export const reportReminders = table('report_reminders', {
  reportId: text('report_id').notNull().references(() => reports.id),
  of: text('of').$type<'overdue' | RaisedReason>().notNull(),
  dueAt: instant('due_at').notNull(),
  at: instant('at').notNull(),
}, t => [primaryKey({ columns: [t.reportId, t.of, t.dueAt] })])

/**
 * Links by which a unit without accounts works on one report; at most one is open. A link's secret is not
 * stored: it is computed from the id and the city's secret.
 */
export const caseLinks = table('case_links', {
  id: text('id').primaryKey(), // 16 hexadecimal digits.
  reportId: text('report_id').notNull().references(() => reports.id),
  unitId: text('unit_id').notNull(),
  madeAt: instant('made_at').notNull(),
  until: instant('until').notNull(),
  // `none`: the unit has no number, or the city no SMS template for links; `waiting`: until a task has sent
  // it.
  message: text('message').$type<'none' | 'waiting' | 'sending' | 'sent' | 'failed'>().notNull(),
  sentAt: instant('sent_at'),
  openedAt: instant('opened_at'), // When it was opened first; by whom is unknown.
  endedAt: instant('ended_at'),
  endedBy: text('ended_by').$type<CaseEnd>(), // Why it is over.
}, t => [
  uniqueIndex('case_links_open').on(t.reportId).where(sql`ended_at is null`),
  index('case_links_by_report').on(t.reportId, t.madeAt),
  index('case_links_to_send').on(t.madeAt).where(sql`message = 'waiting'`),
])

/** Answers of other systems that were imported from a file; the same answer again changes nothing. */
export const reportAnswers = table('report_answers', {
  reportId: text('report_id').notNull().references(() => reports.id),
  digest: text('digest').notNull(), // A digest of unit, answer, words and day, keyed with the city's secret.
  at: instant('at').notNull(),
}, t => [primaryKey({ columns: [t.reportId, t.digest] })])

/** People who saw it too (我也看到了) and follow it. */
export const reportSupporters = table('report_supporters', {
  reportId: text('report_id').notNull().references(() => reports.id),
  accountId: text('account_id').notNull(),
  at: instant('at').notNull(),
  // They follow because of a merge only, and stop when it is undone.
  byMerge: flag('by_merge').notNull().default(false),
}, t => [
  primaryKey({ columns: [t.reportId, t.accountId] }),
  index('report_supporters_by_account').on(t.accountId),
])
