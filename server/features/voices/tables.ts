import type { HideReason, VoiceKind, VoiceState } from '#shared/voices/rules.ts'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { accounts, units } from '#server/core/identity/index.ts'
import { promiseColumns } from '#server/core/promises/index.ts'
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
import { sql } from 'drizzle-orm'

/** 说一说: wishes, opinions, questions, complaints and praise, with what became of them. */
export const voices = table(
  'voices',
  {
    id: text('id').primaryKey(), // Made on the phone, at random: it must not tell when it was written.
    kind: text('kind').$type<VoiceKind>().notNull(),
    state: text('state').$type<VoiceState>().notNull(),
    text: text('text').notNull(),
    page: text('page').notNull(),
    areaId: text('area_id').notNull(),
    accountId: text('account_id'), // Null: whoever wrote it had not signed in.
    codeDigest: text('code_digest'), // Of the code that it is looked up by then.
    isAnonymous: flag('is_anonymous').notNull(),
    at: instant('at').notNull(),
    shownAt: instant('shown_at').notNull(), // As others see it: of an anonymous one, its day.
    supporters: integer('supporters').notNull().default(0),
    unitId: text('unit_id').references(() => units.id),
    ...promiseColumns<'staff' | 'unit' | 'asked'>(),
    chooseBy: instant('choose_by'), // Until when a unit is chosen.
    replyWords: text('reply_words'),
    repliedAt: instant('replied_at'),
    repliedBy: text('replied_by'),
    round: integer('round').notNull().default(0), // How often it was said to be done.
    mergedInto: text('merged_into').references((): AnyPgColumn => voices.id),
    hideReason: text('hide_reason').$type<HideReason>(),
    hiddenFrom: text('hidden_from').$type<VoiceState>(), // The state it was hidden in.
    endedBy: text('ended_by'), // Who hid or declined it: another one decides an appeal.
    appealedAt: instant('appealed_at'),
    talkId: text('talk_id'), // The talk that a question is for.
    changedAt: instant('changed_at').notNull(), // By the desk.
    changedBy: text('changed_by').notNull(),
  },
  t => [
    uniqueIndex('voices_by_code').on(t.codeDigest),
    index('voices_by_account').on(t.accountId, t.at),
    index('voices_by_area').on(t.areaId, t.state, t.shownAt),
    index('voices_by_unit').on(t.unitId).where(sql`unit_id is not null`),
    index('voices_merged').on(t.mergedInto).where(sql`merged_into is not null`),
    index('voices_promised').on(t.metAt, t.promisedAt).where(sql`promised_at is not null`),
    index('voices_by_talk').on(t.talkId).where(sql`talk_id is not null`),
    check('voices_kind', sql`${t.kind} in ('wish', 'opinion', 'question', 'complaint', 'praise')`),
    check(
      'voices_state',
      sql`${t.state} in
        ('open', 'promised', 'answered', 'done', 'judged', 'declined', 'merged', 'hidden')`,
    ),
    check('voices_are_somebodys', sql`(${t.accountId} is null) <> (${t.codeDigest} is null)`),
    check('voices_supporters', sql`${t.supporters} >= 0`),
    check('voices_merged_are_merged', sql`${t.state} <> 'merged' or ${t.mergedInto} is not null`),
    check('voices_hidden_have_reasons', sql`(${t.state} = 'hidden') = (${t.hideReason} is not null)`),
    check('voices_promise_is_whole', sql`(${t.promisedAt} is null) = (${t.dueAt} is null)`),
    check('voices_promised_have_days', sql`${t.state} <> 'promised' or ${t.dueAt} is not null`),
    check('voices_reply_is_whole', sql`(${t.replyWords} is null) = (${t.repliedAt} is null)`),
  ],
)

/** 我也是: each person once for a voice. Merging moves nobody; the count over the chain is of people. */
export const voiceSupporters = table('voice_supporters', {
  voiceId: text('voice_id').notNull().references(() => voices.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
  at: instant('at').notNull(),
}, t => [
  primaryKey({ columns: [t.voiceId, t.accountId] }),
  index('voice_supporters_by_person').on(t.accountId, t.at),
])

export const voicePhotos = table('voice_photos', {
  voiceId: text('voice_id').notNull().references(() => voices.id),
  hash: text('hash').notNull(),
  seq: integer('seq').notNull(),
}, t => [primaryKey({ columns: [t.voiceId, t.hash] }), index('voice_photos_by_hash').on(t.hash)])

/** What those who asked say of what was done, each once a round. */
export const voiceVerdicts = table('voice_verdicts', {
  voiceId: text('voice_id').notNull().references(() => voices.id),
  round: integer('round').notNull(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  isDone: flag('is_done').notNull(),
  words: text('words').notNull(),
  at: instant('at').notNull(),
}, t => [primaryKey({ columns: [t.voiceId, t.round, t.accountId] })])
