import type { AnnouncementKind } from '#shared/announcements/rules.ts'
import { accounts } from '#server/core/identity/index.ts'
import { check, index, instant, integer, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** 通知和预警: announcements to an area, with beginning and end. It is not recorded who has read one. */
export const announcements = table(
  'announcements',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<AnnouncementKind>().notNull(),
    title: text('title').notNull(),
    words: text('words').notNull(),
    areaId: text('area_id').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    stationsOpen: integer('stations_open'), // Minutes of each day; null: stations keep their own hours.
    stationsClose: integer('stations_close'),
    version: integer('version').notNull(), // Counts the corrections; the audit has what stood before.
    madeBy: text('made_by').notNull().references(() => accounts.id),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
    endWords: text('end_words'), // Why it was ended early.
  },
  t => [
    index('announcements_by_end').on(t.endsAt),
    index('announcements_by_maker').on(t.madeBy),
    check('announcements_kind', sql`${t.kind} in ('notice', 'alert')`),
    check('announcements_span', sql`${t.startsAt} <= ${t.endsAt}`),
    check('announcements_times_are_whole', sql`(${t.stationsOpen} is null) = (${t.stationsClose} is null)`),
  ],
)
