import type { LastChange } from '#server/core/identity/tables.ts'
import type {
  Exception,
  FaultKind,
  StationKind,
  StationPart,
  Supply,
  SupplyLevel,
  Week,
} from '#shared/stations/rules.ts'
import { accounts } from '#server/core/identity/tables.ts'
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

/** `basics`: name, place and all else that the city says of a station. */
type StationChanges = Partial<Record<StationPart | 'basics', LastChange | undefined>>

const EVERY_GROUP = 15
const NINE_TO_SIX: Week = Array.from({ length: 7 }, () => [540, 1080] as const)

/** 驿站: where people rest, and where orders are picked up. */
export const stations = table(
  'stations',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    areaId: text('area_id').notNull(),
    latitude: real('latitude').notNull(),
    longitude: real('longitude').notNull(),
    address: text('address').notNull(),
    number: integer('number').notNull(), // The station in door codes, four bytes.
    kind: text('kind').$type<StationKind>().notNull().default('community'),
    facilities: integer('facilities').notNull().default(0), // Bits, as in the rules.
    groups: integer('groups').notNull().default(EVERY_GROUP), // Who may come in by code, as bits.
    isSelfService: flag('is_self_service').notNull().default(false),
    week: json('week').$type<Week>().notNull().default(NINE_TO_SIX),
    exceptions: json('exceptions').$type<readonly Exception[]>().notNull().default([]),
    shutWords: text('shut_words'), // Why its keeper has closed it for the moment.
    // When it was closed for the moment or for whole days, until the customers with orders there are
    // notified.
    closureAt: instant('closure_at'),
    notice: text('notice').notNull().default(''),
    photo: text('photo'),
    phone: text('phone'), // Whom people call; digits alone.
    supplies: json('supplies')
      .$type<Partial<Record<Supply, SupplyLevel | undefined>>>()
      .notNull()
      .default({}),
    suppliesAt: instant('supplies_at'),
    headsCounted: integer('heads_counted'),
    headsAt: instant('heads_at'),
    failedBy: text('failed_by'), // The first account that failed since the last entry.
    doubtfulSince: instant('doubtful_since'), // When a second person failed.
    lastOpenedAt: instant('last_opened_at'),
    // Rises with every unlock, in seconds by the clock: a lock takes none twice.
    lockSequence: instant('lock_sequence').notNull().default(0),
    // When a kiosk was last granted the lock; never falls, even when the clock is put back.
    grantedAt: instant('granted_at').notNull().default(0),
    // Grants issued before then have ended, because a kiosk was unpaired.
    grantsFrom: instant('grants_from').notNull().default(0),
    // When and by whom each part was changed last.
    changed: json('changed').$type<StationChanges>().notNull().default({}),
  },
  t => [
    index('stations_by_area').on(t.areaId),
    uniqueIndex('stations_by_number').on(t.number),
    index('stations_by_photo').on(t.photo),
    index('stations_to_tell_closure')
      .on(t.closureAt)
      .where(sql`closure_at is not null`),
    check('stations_number', sql`${t.number} between 1 and 2147483647`),
    check('stations_kind', sql`${t.kind} in ('community', 'shared', 'business')`),
    check('stations_doubted_by_two', sql`${t.doubtfulSince} is null or ${t.failedBy} is not null`),
    check('stations_place', sql`${t.latitude} between -90 and 90 and ${t.longitude} between -180 and 180`),
  ],
)

/** What decided whether a station was open until its keepers changed it: late entries are judged by it. */
export const formerOpenings = table('former_openings', {
  stationId: text('station_id').notNull().references(() => stations.id),
  until: instant('until').notNull(),
  week: json('week').$type<Week>().notNull(),
  exceptions: json('exceptions').$type<readonly Exception[]>().notNull(),
  shutWords: text('shut_words'),
  isSelfService: flag('is_self_service'), // Null in rows of before it could change.
}, t => [primaryKey({ columns: [t.stationId, t.until] })])

/**
 * Hours that an announcement (`ref`) adds to those of an area's stations. A changed or ended row stays with
 * its end, since entries that arrive late are judged by the hours at their time.
 */
export const longerHours = table('longer_hours', {
  ref: text('ref').notNull(),
  from: instant('from').notNull(),
  until: instant('until').notNull(),
  areaId: text('area_id').notNull(),
  opens: integer('opens').notNull(),
  closes: integer('closes').notNull(),
}, t => [
  primaryKey({ columns: [t.ref, t.from] }),
  index('longer_hours_by_end').on(t.until),
  check('longer_hours_span', sql`${t.from} < ${t.until} and ${t.opens} < ${t.closes}`),
])

/** A fault that somebody reported at a station, and the keeper's answer. */
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
    photo: text('photo'),
  },
  t => [
    index('faults_by_station').on(t.stationId, t.mendedAt),
    index('faults_by_account').on(t.accountId),
    index('faults_by_photo').on(t.photo),
  ],
)

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
    // Why the keeper should check the visit.
    flag: text('flag').$type<'twoPlaces' | 'revoked' | 'clock'>(),
  },
  t => [
    index('visits_by_account').on(t.accountId, t.enteredAt),
    index('visits_by_station').on(t.stationId, t.enteredAt),
    check('visits_end_after_they_begin', sql`${t.leftAt} is null or ${t.leftAt} >= ${t.enteredAt}`),
  ],
)

/**
 * Each record of somebody entering: by the phone, by the door, or by both. Never changed, except for the
 * lock's answer.
 */
export const entries = table(
  'entries',
  {
    id: text('id').primaryKey(),
    visitId: text('visit_id')
      .notNull()
      .references(() => visits.id),
    how: text('how').$type<'enter' | 'checkIn' | 'admit' | 'kiosk'>().notNull(),
    kioskId: text('kiosk_id').references(() => accounts.id), // The kiosk that recorded it; null: a phone did.
    proofNonce: text('proof_nonce'), // A proof is accepted once.
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    // Null: the lock was asked and has not answered, or the entry had no lock.
    isOpen: flag('is_open'),
    askedAt: instant('asked_at'), // When the lock was asked to open.
  },
  t => [
    index('entries_by_visit').on(t.visitId),
    index('entries_by_receipt').on(t.receivedAt), // Figures count the rows received since the last count.
    uniqueIndex('entries_by_proof').on(t.proofNonce),
    index('entries_by_kiosk').on(t.kioskId, t.occurredAt),
    index('entries_unanswered')
      .on(t.askedAt)
      .where(sql`${t.isOpen} is null and ${t.askedAt} is not null`),
    check('entries_how', sql`${t.how} in ('enter', 'checkIn', 'admit', 'kiosk')`),
  ],
)

/** A kiosk at a station's door; its account is disabled when it is unpaired. */
export const kiosks = table('kiosks', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  stationId: text('station_id').notNull().references(() => stations.id),
  label: text('label').notNull(),
  pairedAt: instant('paired_at').notNull(),
  pairedBy: text('paired_by').notNull(), // The admin who asked for its code.
  unpairedAt: instant('unpaired_at'),
}, t => [index('kiosks_by_station').on(t.stationId)])
