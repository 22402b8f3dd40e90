import type { PostKind } from '#shared/identity/posts.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { check, flag, index, instant, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * 岗位: what somebody may do, where, and from when until when. Rows are never deleted, since they explain who
 * could decide what and when.
 */
export const posts = table(
  'posts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull().references(() => accounts.id),
    kind: text('kind').$type<PostKind>().notNull(),
    scope: text('scope').notNull(), // An area's code, or the id of a unit, a station or a team.
    from: instant('from').notNull(),
    until: instant('until'), // When the post ends by itself.
    // Null: the operator gave it, on the server itself.
    givenBy: text('given_by').references(() => accounts.id),
    reason: text('reason').notNull().default(''),
    // An admin's post, until a second admin has confirmed it: it permits nothing yet.
    awaitsConfirmation: flag('awaits_confirmation').notNull().default(false),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by').references(() => accounts.id),
  },
  t => [
    index('posts_by_account').on(t.accountId),
    index('posts_held').on(t.kind, t.scope).where(sql`ended_at is null`),
    check(
      'posts_kind',
      sql`${t.kind} in
        ('admin', 'staff', 'unit', 'keeper', 'captain', 'laneAdviser', 'stairHead', 'guard')`,
    ),
    check('posts_end_after_they_begin', sql`${t.until} is null or ${t.until} > ${t.from}`),
  ],
)
