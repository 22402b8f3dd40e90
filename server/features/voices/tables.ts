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
    // Made on the phone, at random, so that it does not reveal when it was written.
    id: text('id').primaryKey(),
    kind: text('kind').$type<VoiceKind>().notNull(),
    state: text('state').$type<VoiceState>().notNull(),
    text: text('text').notNull(),
    page: text('page').notNull(),
    areaId: text('area_id').notNull(),
    accountId: text('account_id'), // Null: the author had not signed in.
    codeDigest: text('code_digest'), // Of the code with which such an author looks the voice up.
    isAnonymous: flag('is_anonymous').notNull(),
    at: instant('at').notNull(),
    // The time that others see: for an anonymous voice the beginning of its day.
    shownAt: instant('shown_at').notNull(),
    supporters: integer('supporters').notNull().default(0),
    unitId: text('unit_id').references(() => units.id),
    ...promiseColumns<'staff' | 'unit' | 'asked'>(),
    chooseBy: instant('choose_by'), // Until when staff have to choose a unit.
    replyWords: text('reply_words'),
    repliedAt: instant('replied_at'),
    repliedBy: text('replied_by'),
    round: integer('round').notNull().default(0), // How often it was answered as done.
    mergedInto: text('merged_into').references((): AnyPgColumn => voices.id),
    hideReason: text('hide_reason').$type<HideReason>(),
    hiddenFrom: text('hidden_from').$type<VoiceState>(), // Its state before it was hidden.
    endedBy: text('ended_by'), // The account that hid or declined it; another one decides an appeal.
    appealedAt: instant('appealed_at'),
    talkId: text('talk_id'), // The talk that a question is for.
    changedAt: instant('changed_at').notNull(), // When the desk changed it last.
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

/** 我也是: each person once for a voice. Merging moves no row; the count over the merged voices is of people. */
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

/** Judgements of author and supporters, each person once a round. */
export const voiceVerdicts = table('voice_verdicts', {
  voiceId: text('voice_id').notNull().references(() => voices.id),
  round: integer('round').notNull(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  isDone: flag('is_done').notNull(),
  words: text('words').notNull(),
  at: instant('at').notNull(),
}, t => [primaryKey({ columns: [t.voiceId, t.round, t.accountId] })])
