import type { Exception, StationKind, Supply, SupplyLevel, Week } from '#shared/stations/rules.ts'
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
    number: integer('number').notNull(), // What door codes call it, in four bytes.
    kind: text('kind').$type<StationKind>().notNull().default('community'),
    facilities: integer('facilities').notNull().default(0), // Bits, as in the rules.
    groups: integer('groups').notNull().default(EVERY_GROUP), // Who may come in by code, as bits.
    isSelfService: flag('is_self_service').notNull().default(false),
    week: json('week').$type<Week>().notNull().default(NINE_TO_SIX),
    exceptions: json('exceptions').$type<readonly Exception[]>().notNull().default([]),
    shutWords: text('shut_words'), // Why its keeper has closed it for now.
    notice: text('notice').notNull().default(''),
    photo: text('photo'),
    supplies: json('supplies')
      .$type<Partial<Record<Supply, SupplyLevel | undefined>>>()
      .notNull()
      .default({}),
    suppliesAt: instant('supplies_at'),
    headsCounted: integer('heads_counted'),
    headsAt: instant('heads_at'),
    failedBy: text('failed_by'), // Who could not get in since somebody last did.
    doubtfulSince: instant('doubtful_since'), // Since a second one could not.
    lastOpenedAt: instant('last_opened_at'),
    // Rises with every unlock: a lock takes none twice.
    lockSequence: integer('lock_sequence').notNull().default(0),
    // When a tablet was last let open the lock by itself; never falls, whatever the clock does.
    grantedAt: instant('granted_at').notNull().default(0),
    // Grants from before hold no more: a tablet was unpaired.
    grantsFrom: instant('grants_from').notNull().default(0),
  },
  t => [
    index('stations_by_area').on(t.areaId),
    uniqueIndex('stations_by_number').on(t.number),
    index('stations_by_photo').on(t.photo),
    check('stations_number', sql`${t.number} between 1 and 2147483647`),
    check('stations_kind', sql`${t.kind} in ('community', 'shared', 'business')`),
    check('stations_doubted_by_two', sql`${t.doubtfulSince} is null or ${t.failedBy} is not null`),
    check('stations_place', sql`${t.latitude} between -90 and 90 and ${t.longitude} between -180 and 180`),
  ],
)

/** Who keeps which station. */
export const stationKeepers = table('station_keepers', {
  stationId: text('station_id').notNull().references(() => stations.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
}, t => [
  primaryKey({ columns: [t.stationId, t.accountId] }),
  index('station_keepers_by_account').on(t.accountId),
])
