import type { Exception, FaultKind, Supply, Week } from '#shared/stations/rules.ts'
import { accounts } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import {
  check,
  flag,
  index,
  instant,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** One stay of one person, however many records speak of it. */
export const visits = table(
  'visits',
  {
    id: text('id').primaryKey(),
    stationId: text('station_id')
      .notNull()
      .references(() => stations.id),
    // Null once its owner has erased their account.
    accountId: text('account_id').references(() => accounts.id),
    enteredAt: instant('entered_at').notNull(),
    leftAt: instant('left_at'),
    // What is odd about it, for the keeper to look at.
    flag: text('flag').$type<'twoPlaces' | 'revoked' | 'clock'>(),
  },
  t => [
    index('visits_by_account').on(t.accountId, t.enteredAt),
    index('visits_by_station').on(t.stationId, t.enteredAt),
    check('visits_end_after_they_begin', sql`${t.leftAt} is null or ${t.leftAt} >= ${t.enteredAt}`),
  ],
)

/**
 * Each record of somebody coming in: by the phone, by the door, or by both. Never changed but for what became
 * of the lock.
 */
export const entries = table(
  'entries',
  {
    id: text('id').primaryKey(),
    visitId: text('visit_id')
      .notNull()
      .references(() => visits.id),
    how: text('how').$type<'enter' | 'checkIn' | 'admit' | 'kiosk'>().notNull(),
    kioskId: text('kiosk_id').references(() => accounts.id), // Whose record it is, where a door's.
    proofNonce: text('proof_nonce'), // A proof is held out once.
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    // Null: the lock has been told, and has not answered; a record without a lock says nothing either.
    isOpen: flag('is_open'),
    askedAt: instant('asked_at'), // When the lock was told.
  },
  t => [
    index('entries_by_visit').on(t.visitId),
    uniqueIndex('entries_by_proof').on(t.proofNonce),
    index('entries_by_kiosk').on(t.kioskId, t.occurredAt),
    index('entries_unanswered')
      .on(t.askedAt)
      .where(sql`${t.isOpen} is null and ${t.askedAt} is not null`),
    check('entries_how', sql`${t.how} in ('enter', 'checkIn', 'admit', 'kiosk')`),
  ],
)

/** A tablet at a station's door; its account is disabled when it is unpaired. */
export const kiosks = table('kiosks', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  stationId: text('station_id').notNull().references(() => stations.id),
  label: text('label').notNull(),
  pairedAt: instant('paired_at').notNull(),
  pairedBy: text('paired_by').notNull(), // The organiser who made its code.
  unpairedAt: instant('unpaired_at'),
}, t => [index('kiosks_by_station').on(t.stationId)])

/**
 * One-time codes that make a tablet a kiosk; the code itself is drawn from the city's secret and kept as a
 * keyed hash.
 */
export const kioskInvites = table('kiosk_invites', {
  id: text('id').primaryKey(),
  stationId: text('station_id').notNull().references(() => stations.id),
  label: text('label').notNull(),
  codeHash: text('code_hash').notNull(),
  madeBy: text('made_by').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
}, t => [uniqueIndex('kiosk_invites_by_code').on(t.codeHash)])

/** Who may come in by themselves, on one device, for a day. */
export const passes = table('passes', {
  id: text('id').primaryKey(), // 16 hexadecimal digits.
  holder: text('holder').notNull(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  deviceKey: text('device_key').notNull(),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
}, t => [
  index('passes_by_holder').on(t.holder, t.expiresAt),
  index('passes_by_account').on(t.accountId),
  index('passes_by_expiry').on(t.expiresAt),
])

/** Who may not come in for a time, whatever pass they hold. */
export const suspensions = table('suspensions', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  until: instant('until').notNull(),
  words: text('words').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})

/** When somebody was not to come in before that: doors tell late of whom they let in meanwhile. */
export const formerSuspensions = table('former_suspensions', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  at: instant('at').notNull(),
  until: instant('until').notNull(), // When it ended, which may be earlier than was meant.
}, t => [primaryKey({ columns: [t.accountId, t.at] })])

/**
 * What decided whether a station was open, until its keepers changed it: so that what doors tell late is
 * judged by that.
 */
export const formerOpenings = table('former_openings', {
  stationId: text('station_id').notNull().references(() => stations.id),
  until: instant('until').notNull(),
  week: json('week').$type<Week>().notNull(),
  exceptions: json('exceptions').$type<readonly Exception[]>().notNull(),
  shutWords: text('shut_words'),
}, t => [primaryKey({ columns: [t.stationId, t.until] })])

/** What somebody found broken or empty, and what the keeper said to it. */
export const faults = table(
  'faults',
  {
    id: text('id').primaryKey(),
    stationId: text('station_id')
      .notNull()
      .references(() => stations.id),
    kind: text('kind').$type<FaultKind>().notNull(),
    supply: text('supply').$type<Supply>(),
    words: text('words').notNull(),
    // Null: the city itself, when a door had failed twice.
    accountId: text('account_id').references(() => accounts.id),
    at: instant('at').notNull(),
    answer: text('answer'),
    answeredBy: text('answered_by'),
    answeredAt: instant('answered_at'),
    mendedAt: instant('mended_at'),
  },
  t => [index('faults_by_station').on(t.stationId, t.mendedAt), index('faults_by_account').on(t.accountId)],
)
