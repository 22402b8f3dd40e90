import type { NoticeKind } from '#shared/notices/schemas.ts'
import { index, instant, integer, table, text, uniqueIndex } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

export type PostRole = 'staff' | 'unit' | 'keeper' | 'admin' | 'captain'

/** Notices: each person's inbox. */
export const notices = table('notices', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  ref: text('ref'),
  number: integer('number'),
  words: text('words'),
  points: integer('points'),
  at: instant('at').notNull(),
  // The post to which it was sent and that its reader must still hold; null when it was sent to the person.
  postRole: text('post_role').$type<PostRole>(),
  postScope: text('post_scope'),
  readAt: instant('read_at'),
  pushedAt: instant('pushed_at'), // When a push was tried, whether or not the person had a subscription.
}, t => [
  index('notices_by_account').on(t.accountId, t.at),
  index('notices_unread').on(t.accountId).where(sql`read_at is null`),
  index('notices_to_push').on(t.at).where(sql`pushed_at is null`),
])

/** Push subscriptions; each belongs to the last person who subscribed with that browser. */
export const pushSubscriptions = table('push_subscriptions', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  endpoint: text('endpoint').notNull(),
  p256dh: text('p256dh').notNull(),
  auth: text('auth').notNull(),
  createdAt: instant('created_at').notNull(),
  // The session in which it was made, as its token's hash; null in rows of an earlier release.
  session: text('session'),
}, t => [
  uniqueIndex('push_subscriptions_by_endpoint').on(t.endpoint),
  index('push_subscriptions_by_account').on(t.accountId),
])
