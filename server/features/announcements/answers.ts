import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { AnnouncementStage } from '#shared/announcements/rules.ts'
import type { Announcement } from '#shared/announcements/schemas.ts'
import type { SQL } from 'drizzle-orm'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { and, asc, desc, eq, gt, inArray, lte, or, sql } from 'drizzle-orm'
import { announcements } from './tables.ts'

/**
 * Announcements for areas up to this length of code (the city and its districts) are shown to people without
 * an area.
 */
const DISTRICT_LENGTH = areaCodeLengths[1]

/**
 * Answers `announcements.now`: announcements in force or to come for the areas around the person's own;
 * alerts first, then those that end first. Without an area of their own, people get those for whole
 * districts, and every alert.
 */
export const currentAnnouncements: QueryHandler<'announcements.now'> = async (_input, context) => {
  const { read, actor: { areaId }, now } = context
  const around = areaId === null
    ? or(
        sql`length(${announcements.areaId}) <= ${DISTRICT_LENGTH}`,
        eq(announcements.kind, 'alert'),
      )
    : inArray(announcements.areaId, areaCodeLengths
        .filter(length => length <= areaId.length)
        .map(length => areaId.slice(0, length)))
  const rows = await read
    .select()
    .from(announcements)
    .where(and(gt(announcements.endsAt, now), around))
    .orderBy(asc(announcements.kind), asc(announcements.endsAt), asc(announcements.id))
    .limit(SHOWN_ROWS_MAX)
  return { announcements: await Promise.all(rows.map(row => shownOf(read, row))) }
}

async function shownOf(read: Reader, row: typeof announcements.$inferSelect): Promise<Announcement> {
  const { stationsOpen: opens, stationsClose: closes, areaId } = row
  const { id, kind, title, words, startsAt, endsAt, version } = row
  const stationTimes = opens === null || closes === null ? null : { opens, closes }
  const areaName = await nameOfArea(read, areaId)
  return { id, kind, title, words, areaId, areaName, startsAt, endsAt, stationTimes, version }
}

/** Answers `announcements.desk`: all announcements for the areas in which the actor works. */
export const deskAnnouncements: QueryHandler<'announcements.desk'> = async (asked, context) => {
  const { read, actor, now } = context
  const { kind, stage, areaId } = asked
  const meant = and(
    inAreas(announcements.areaId, areasOf(actor)),
    kind === undefined ? undefined : eq(announcements.kind, kind),
    stage && isAt(stage, now),
    areaId === undefined ? undefined : inArea(announcements.areaId, areaId),
  )
  const { rows, hasMore } = await pageOf({
    range: asked,
    rank: announcements.endsAt,
    read: async (within, limit) => await read
      .select({ row: announcements, by: accounts.name })
      .from(announcements)
      .leftJoin(accounts, eq(accounts.id, announcements.changedBy))
      .where(and(meant, within))
      .orderBy(desc(announcements.endsAt), desc(announcements.id))
      .limit(limit),
    rankOf: ({ row }) => row.endsAt,
  })
  const shown = await Promise.all(rows.map(async ({ row, by }) => ({
    ...await shownOf(read, row),
    changedAt: row.changedAt,
    changedBy: by ?? '',
    endWords: row.endWords,
  })))
  return { announcements: shown, total: await read.$count(announcements, meant), hasMore }
}

/** As `announcementStage` says of one. */
function isAt(stage: AnnouncementStage, now: number): SQL | undefined {
  if (stage === 'over') return lte(announcements.endsAt, now)
  const begun = stage === 'on' ? lte(announcements.startsAt, now) : gt(announcements.startsAt, now)
  return and(begun, gt(announcements.endsAt, now))
}

/** For `identity.export`: what somebody published. */
export const exportAnnouncements = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read
    .select({
      kind: announcements.kind,
      title: announcements.title,
      words: announcements.words,
      areaId: announcements.areaId,
      startsAt: announcements.startsAt,
      endsAt: announcements.endsAt,
    })
    .from(announcements)
    .where(eq(announcements.madeBy, actor.accountId))
    .orderBy(asc(announcements.startsAt), asc(announcements.id))
