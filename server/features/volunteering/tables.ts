import type { patrolFindings } from '#shared/volunteering/beats.ts'
import type { CardWords } from '#shared/volunteering/cards.ts'
import type { ActivityKind, ActivityState, Skill } from '#shared/volunteering/rules.ts'
import { accounts } from '#server/core/identity/index.ts'
import { teams } from '#server/core/teams/index.ts'
import {
  check,
  flag,
  index,
  instant,
  integer,
  json,
  primaryKey,
  real,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** 用心做: activities for which people sign up and to which they come. */
export const activities = table(
  'activities',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    state: text('state').$type<ActivityState>().notNull(),
    title: text('title').notNull(),
    words: text('words').notNull(),
    bring: text('bring').notNull(),
    areaId: text('area_id').notNull(),
    latitude: real('latitude').notNull(),
    longitude: real('longitude').notNull(),
    spot: text('spot').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    leaveBy: instant('leave_by').notNull(),
    capacity: integer('capacity').notNull(),
    skills: json('skills').$type<Skill[]>().notNull(),
    teamId: text('team_id').references(() => teams.id),
    madeBy: text('made_by').notNull().references(() => accounts.id),
    publishedBy: text('published_by').references(() => accounts.id),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
    endWords: text('end_words'), // Why it was called off, or what was done.
    endedAt: instant('ended_at'),
  },
  t => [
    index('activities_by_beginning').on(t.state, t.startsAt),
    index('activities_by_team').on(t.teamId),
    check('activities_kind', sql`${t.kind} in ('volunteering', 'course', 'birthday', 'talk')`),
    check('activities_state', sql`${t.state} in ('draft', 'published', 'calledOff', 'finished')`),
    check('activities_span', sql`${t.startsAt} < ${t.endsAt} and ${t.leaveBy} <= ${t.startsAt}`),
    check('activities_capacity', sql`${t.capacity} between 1 and 500`),
  ],
)

/** Photos taken afterwards. */
export const activityPhotos = table('activity_photos', {
  activityId: text('activity_id').notNull().references(() => activities.id),
  hash: text('hash').notNull(),
  seq: integer('seq').notNull(),
}, t => [primaryKey({ columns: [t.activityId, t.hash] }), index('activity_photos_by_hash').on(t.hash)])

/** Messages to the participants. */
export const activityMessages = table('activity_messages', {
  id: text('id').primaryKey(),
  activityId: text('activity_id').notNull().references(() => activities.id),
  words: text('words').notNull(),
  at: instant('at').notNull(),
  by: text('by').notNull(),
}, t => [index('activity_messages_by_activity').on(t.activityId, t.at)])

/** Evidence that somebody was there, one row for each command that brought some. */
export const attendances = table(
  'attendances',
  {
    id: text('id').primaryKey(), // The id of the command.
    activityId: text('activity_id').notNull().references(() => activities.id),
    accountId: text('account_id').notNull().references(() => accounts.id),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    at: instant('at').notNull(), // When the code or the pass was shown.
    how: text('how').$type<'code' | 'pass'>().notNull(),
    toldBy: text('told_by').notNull(),
    toldAt: instant('told_at').notNull(),
    isDoubtful: flag('is_doubtful').notNull(),
  },
  t => [
    index('attendances_by_person').on(t.activityId, t.accountId),
    check('attendances_direction', sql`${t.direction} in ('in', 'out')`),
    check('attendances_how', sql`${t.how} in ('code', 'pass')`),
  ],
)

/** Somebody's counted time; its points are paid once. */
export const volunteerHours = table('volunteer_hours', {
  activityId: text('activity_id').notNull().references(() => activities.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
  minutes: integer('minutes').notNull(),
  teamId: text('team_id'),
  day: text('day').notNull(), // The Shanghai day on which it began.
  countedAt: instant('counted_at').notNull(),
}, t => [
  primaryKey({ columns: [t.activityId, t.accountId] }),
  index('volunteer_hours_by_account').on(t.accountId),
  index('volunteer_hours_by_team').on(t.teamId),
  check('volunteer_hours_minutes', sql`${t.minutes} between 0 and 1440 and ${t.minutes} % 15 = 0`),
])

/** Corrections of hours: a leader asks, staff decide, and neither is the person concerned. */
export const hourCorrections = table('hour_corrections', {
  id: text('id').primaryKey(),
  activityId: text('activity_id').notNull().references(() => activities.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
  inAt: instant('in_at').notNull(),
  outAt: instant('out_at').notNull(),
  words: text('words').notNull(),
  state: text('state').$type<'asked' | 'approved' | 'declined'>().notNull(),
  askedBy: text('asked_by').notNull().references(() => accounts.id),
  askedAt: instant('asked_at').notNull(),
  decidedBy: text('decided_by').references(() => accounts.id),
  decidedAt: instant('decided_at'),
  decidedWords: text('decided_words'),
}, t => [
  index('hour_corrections_by_activity').on(t.activityId, t.accountId),
  check('hour_corrections_state', sql`${t.state} in ('asked', 'approved', 'declined')`),
  check('hour_corrections_span', sql`${t.inAt} < ${t.outAt}`),
  check(
    'hour_corrections_by_others',
    sql`${t.askedBy} <> ${t.accountId} and (${t.decidedBy} is null
      or (${t.decidedBy} <> ${t.accountId} and ${t.decidedBy} <> ${t.askedBy}))`,
  ),
])

/** The number of somebody's valid calendar link; the link is computed from it and the city's secret. */
export const calendars = table('calendars', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  generation: integer('generation').notNull(),
})

/** Volunteer cards 志愿者名片, with their lines as of the time they were made. */
export const volunteerCards = table('volunteer_cards', {
  id: text('id').primaryKey(),
  serial: text('serial').notNull(), // 16 hexadecimal digits, part of the card's code.
  accountId: text('account_id').notNull().references(() => accounts.id),
  words: json('words').$type<CardWords>().notNull(),
  code: text('code').notNull(),
  madeAt: instant('made_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
}, t => [
  uniqueIndex('volunteer_cards_by_serial').on(t.serial),
  index('volunteer_cards_by_account').on(t.accountId),
])

/** Notes of patrols 商圈街面巡查. */
export const patrolNotes = table('patrol_notes', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  postId: text('post_id').notNull(),
  areaId: text('area_id').notNull(),
  finding: text('finding').$type<(typeof patrolFindings)[number]>().notNull(),
  words: text('words').notNull(),
  latitude: real('latitude'),
  longitude: real('longitude'),
  at: instant('at').notNull(),
}, t => [
  index('patrol_notes_by_area').on(t.areaId, t.at),
  index('patrol_notes_by_account').on(t.accountId, t.at),
  check('patrol_notes_finding', sql`${t.finding} in ('fine', 'watch')`),
])

/**
 * Month and day of people who agreed to be invited to a gathering. Nothing else is stored, and it is deleted
 * on request.
 */
export const birthdays = table('birthdays', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  month: integer('month').notNull(),
  day: integer('day').notNull(),
}, t => [
  index('birthdays_by_month').on(t.month),
  check('birthdays_day', sql`${t.month} between 1 and 12 and ${t.day} between 1 and 31`),
])

/** The people invited for a month, as 2026-12: once each. */
export const birthdayInvitations = table('birthday_invitations', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  month: text('month').notNull(),
}, t => [primaryKey({ columns: [t.accountId, t.month] })])
