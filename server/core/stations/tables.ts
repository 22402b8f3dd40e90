import { accounts } from '#server/core/identity/tables.ts'
import { check, index, primaryKey, real, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** 驿站: where people rest, and where orders are picked up. */
export const stations = table('stations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  areaId: text('area_id').notNull(),
  latitude: real('latitude').notNull(),
  longitude: real('longitude').notNull(),
  address: text('address').notNull(),
}, t => [
  index('stations_by_area').on(t.areaId),
  check('stations_place', sql`${t.latitude} between -90 and 90 and ${t.longitude} between -180 and 180`),
])

/** Who keeps which station. */
export const stationKeepers = table('station_keepers', {
  stationId: text('station_id').notNull().references(() => stations.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
}, t => [
  primaryKey({ columns: [t.stationId, t.accountId] }),
  index('station_keepers_by_account').on(t.accountId),
])
