import { check, index, instant, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** 投诉建议: complaints and suggestions about the app or the programme, with their answers. */
export const complaints = table('complaints', {
  id: text('id').primaryKey(), // Made on the phone, so that a complaint sent twice is stored once.
  accountId: text('account_id').notNull(),
  text: text('text').notNull(),
  page: text('page').notNull(),
  at: instant('at').notNull(),
  replyWords: text('reply_words'),
  repliedAt: instant('replied_at'),
  repliedBy: text('replied_by'),
}, t => [
  index('complaints_by_account').on(t.accountId, t.at),
  index('complaints_by_age').on(t.at),
  check('complaints_reply_is_whole', sql`(${t.replyWords} is null) = (${t.repliedAt} is null)`),
])
