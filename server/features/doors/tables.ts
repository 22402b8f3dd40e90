import { accounts } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { index, instant, primaryKey, table, text, uniqueIndex } from '#server/database/columns.ts'

/** One-time pairing codes; a code is derived from the city's secret and stored as a keyed hash only. */
export const kioskInvites = table('kiosk_invites', {
  id: text('id').primaryKey(),
  stationId: text('station_id').notNull().references(() => stations.id),
  label: text('label').notNull(),
  codeHash: text('code_hash').notNull(),
  madeBy: text('made_by').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
}, t => [uniqueIndex('kiosk_invites_by_code').on(t.codeHash)])

/** People who may not enter by code for a time, whatever pass they hold. */
export const suspensions = table('suspensions', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  until: instant('until').notNull(),
  words: text('words').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})

/** Suspensions that have ended: entries that kiosks send late are judged by them. */
export const formerSuspensions = table('former_suspensions', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  at: instant('at').notNull(),
  until: instant('until').notNull(), // When it ended, which may be before its planned end.
}, t => [primaryKey({ columns: [t.accountId, t.at] })])

/** Wrong digits of the last hour that somebody typed for a station's door. */
export const digitTries = table('digit_tries', {
  id: text('id').primaryKey(), // The command.
  accountId: text('account_id').notNull().references(() => accounts.id),
  station: instant('station').notNull(), // The number that was typed, which may be no station's.
  at: instant('at').notNull(),
}, t => [
  index('digit_tries_by_account').on(t.accountId, t.at),
  index('digit_tries_by_station').on(t.station, t.at),
  index('digit_tries_by_age').on(t.at),
])
