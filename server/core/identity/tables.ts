import type { AccountRole } from '#shared/identity/roles.ts'
import type { Register } from '#shared/identity/schemas.ts'
import {
  check,
  flag,
  index,
  instant,
  integer,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { and, isNull, sql } from 'drizzle-orm'

/** When (ms) and by whose account something shared was changed last. */
export interface LastChange { readonly at: number, readonly by: string }

/** Units 处置单位 that reports are assigned to. */
export const units = table('units', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  areaId: text('area_id').notNull(), // The subtree it works for.
  // Nobody of the unit signs in; whoever has a report's case link works on that report.
  worksByLink: flag('works_by_link').notNull().default(false),
  linkPhone: text('link_phone'), // A mobile number that such links are sent to.
})

/**
 * One row for each person. Erasing removes who it was and keeps the row, since what they did for the city
 * stays.
 */
export const accounts = table(
  'accounts',
  {
    id: text('id').primaryKey(),
    phone: text('phone'),
    role: text('role').$type<AccountRole>().notNull(),
    name: text('name'),
    areaId: text('area_id'), // Where they registered; of a kiosk, where its station is.
    company: text('company').$type<NonNullable<Register['company']>>(),
    work: text('work').$type<NonNullable<Register['work']>>(),
    privacyNotice: text('privacy_notice'), // The notice that consent was given to.
    registeredAt: instant('registered_at'),
    movedAt: instant('moved_at'), // When area, kind, company or work were last said otherwise.
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    disabledReason: text('disabled_reason'), // Told to whoever proves that the number is theirs.
    deletedAt: instant('deleted_at'),
  },
  t => [
    uniqueIndex('accounts_phone').on(t.phone),
    index('accounts_registered')
      .on(t.areaId, t.role, t.company, t.work, t.registeredAt)
      .where(sql`registered_at is not null and deleted_at is null`),
    check('accounts_role', sql`${t.role} in ('courier', 'resident', 'kiosk')`),
    check('accounts_kiosks_have_no_phone', sql`${t.role} <> 'kiosk' or ${t.phone} is null`),
    check(
      'accounts_deleted_are_nobody',
      sql`${t.deletedAt} is null or (${t.phone} is null and ${t.name} is null)`,
    ),
  ],
)

/** The condition that an account is neither suspended nor erased. */
export const isActive = and(isNull(accounts.disabledAt), isNull(accounts.deletedAt))!

/** A session. The token is only in its cookie: nobody can sign in with this table. */
export const sessions = table('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  role: text('role').notNull(), // The role at sign-in; a session ends when the account's role changes.
  createdAt: instant('created_at').notNull(),
  seenAt: instant('seen_at').notNull(), // To the hour.
  expiresAt: instant('expires_at').notNull(),
  device: text('device').notNull().default(''), // The device in words.
  network: text('network').notNull().default(''), // The beginning of the address at sign-in.
  factorAt: instant('factor_at'), // When a code of the second factor was given last; null: never.
}, t => [
  index('sessions_by_account').on(t.accountId),
  index('sessions_by_expiry').on(t.expiresAt),
])

/**
 * The codes with which a phone may sign in, one for each browser that asked, as keyed digests; all are
 * deleted once one is used. The browser that asked and strangers have separate numbers of guesses, so that
 * nobody can use up another's.
 */
export const loginCodes = table('login_codes', {
  phone: text('phone').notNull(),
  digest: text('digest').notNull(),
  askedAt: instant('asked_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  guessesLeft: integer('guesses_left').notNull(),
  asker: text('asker').notNull().default(''), // A keyed digest of the cookie it was asked with, or 'known'.
  strangersLeft: integer('strangers_left').notNull().default(5),
}, t => [
  primaryKey({ columns: [t.phone, t.asker] }),
  check('login_codes_guesses', sql`${t.guessesLeft} >= 0`),
])

/**
 * Every code asked for in the last day, for the caps. Phone and address are keyed digests, which can't be
 * reversed.
 */
export const codeAsks = table('code_asks', {
  id: text('id').primaryKey(),
  phoneDigest: text('phone_digest').notNull(),
  addressDigest: text('address_digest').notNull(),
  askedAt: instant('asked_at').notNull(),
}, t => [
  index('code_asks_by_phone').on(t.phoneDigest, t.askedAt),
  index('code_asks_by_address').on(t.addressDigest, t.askedAt),
  index('code_asks_by_age').on(t.askedAt),
])

/** The second factor of somebody who holds a deciding post: a secret that their authenticator app has too. */
export const secondFactors = table('second_factors', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  sealed: text('sealed'), // The secret, sealed with the city's; null until a first code has confirmed it.
  pending: text('pending'), // One that is being set up, sealed too.
  // The time step of the last code used, since no code is valid twice.
  lastStep: integer('last_step').notNull().default(0),
  setAt: instant('set_at'),
})

/** What stands in for a code when the phone is lost, as digests keyed with the secret; gone once used. */
export const recoveryCodes = table('recovery_codes', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  digest: text('digest').notNull(),
}, t => [primaryKey({ columns: [t.accountId, t.digest] })])

/** Resets of a second factor that one admin has asked for, until another decides. */
export const factorResets = table('factor_resets', {
  accountId: text('account_id').primaryKey().references(() => accounts.id),
  askedBy: text('asked_by').notNull().references(() => accounts.id),
  reason: text('reason').notNull(),
  askedAt: instant('asked_at').notNull(),
})
