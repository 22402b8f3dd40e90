import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { Feed } from '#server/sync/feature.ts'
import type { CalendarEvent } from './ics.ts'
import { timingSafeEqual } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { CALENDAR_PATH } from '#shared/volunteering/activities.ts'
import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { activities, calendars } from '../tables.ts'
import { calendarText } from './ics.ts'

const ID_BYTES = 16
const MAC_BYTES = 20
const SHOWN_AFTER_MS = 90 * DAY_MS
const EVENTS_MAX = 300
/** Sequence numbers of changes are seconds since this instant, so that they fit into 31 bits. */
const SEQUENCE_FROM = Date.UTC(2026, 0)

const macOf = (accountId: string, generation: number): Uint8Array =>
  keyedHash('calendars', accountId, String(generation)).subarray(0, MAC_BYTES)

/**
 * The token at the end of the link: the account and a digest under the city's secret. It is stored nowhere.
 */
const tokenOf = (accountId: string, generation: number): string =>
  toBase64Url(joinBytes(fromHex(accountId.replaceAll('-', '')), macOf(accountId, generation)))

const pathOf = (accountId: string, generation: number): string =>
  `${CALENDAR_PATH}/${tokenOf(accountId, generation)}.ics`

async function generationOf(read: Reader, accountId: string): Promise<number | undefined> {
  const [row] = await read
    .select({ generation: calendars.generation })
    .from(calendars)
    .innerJoin(accounts, eq(accounts.id, calendars.accountId))
    .where(and(eq(calendars.accountId, accountId), isNull(accounts.disabledAt), isNull(accounts.deletedAt)))
  return row?.generation
}

/** Answers `activities.calendar`. */
export const calendarLink: QueryHandler<'activities.calendar'> = async (_, { read, actor }) => {
  const { accountId } = actor
  const generation = await generationOf(read, accountId)
  return { path: generation === undefined ? null : pathOf(accountId, generation) }
}

/** Decides `activities.resetCalendar`: makes a link and ends the former one. */
export const resetCalendar: Handler<'activities.resetCalendar'> = async (_, { tx, actor, nudge }) => {
  await tx
    .insert(calendars)
    .values({ accountId: actor.accountId, generation: 1 })
    .onConflictDoUpdate({
      target: calendars.accountId,
      set: { generation: sql`${calendars.generation} + 1` },
    })
  nudge(actor.accountId, 'activities.calendar')
}

/** The account of a link; undefined for one that has ended or never existed. */
async function holderOf(read: Reader, token: string): Promise<string | undefined> {
  const bytes = fromBase64Url(token)
  if (bytes?.length !== ID_BYTES + MAC_BYTES) return undefined
  const accountId = toHex(bytes.subarray(0, ID_BYTES)).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const generation = await generationOf(read, accountId)
  if (generation === undefined) return undefined
  return timingSafeEqual(bytes.subarray(ID_BYTES), macOf(accountId, generation)) ? accountId : undefined
}

async function eventsOf(
  read: Reader,
  accountId: string,
  { now, origin }: { readonly now: number, readonly origin: string },
): Promise<CalendarEvent[]> {
  const rows = await read
    .select({ activity: activities, state: signups.state })
    .from(signups)
    .innerJoin(openings, and(eq(openings.id, signups.openingId), eq(openings.kind, 'activity')))
    .innerJoin(activities, eq(activities.id, openings.ref))
    .where(and(
      eq(signups.accountId, accountId),
      inArray(signups.state, ['in', 'offered', 'came']),
      gt(activities.endsAt, now - SHOWN_AFTER_MS),
    ))
    .orderBy(desc(activities.startsAt), desc(activities.id))
    .limit(EVENTS_MAX)
  return rows.map(({ activity, state }): CalendarEvent => {
    const { id, title, spot, words, bring, startsAt, endsAt, latitude, longitude } = activity
    const isOff = activity.state === 'calledOff'
    return {
      uid: `${id}@little-bee`,
      sequence: Math.max(0, Math.floor((activity.changedAt - SEQUENCE_FROM) / 1000)),
      changedAt: activity.changedAt,
      startsAt,
      endsAt,
      summary: isOff ? `已取消：${title}` : title,
      description: [isOff && activity.endWords, words, bring && `请带：${bring}`].filter(Boolean).join('\n'),
      location: spot,
      latitude,
      longitude,
      url: `${origin}/activities/${id}`,
      status: isOff ? 'CANCELLED' : state === 'offered' ? 'TENTATIVE' : 'CONFIRMED',
    }
  })
}

/** The calendar of one's own activities. Whoever has the link sees it, without a session. */
export const calendarFeed: Feed = {
  type: 'text/calendar; charset=utf-8',
  read: async ({ database: { read }, settings, clock }, file) => {
    const [, token] = /^([\w-]+)\.ics$/.exec(file) ?? []
    const accountId = token && await holderOf(read, token)
    if (!accountId) return undefined
    const events = await eventsOf(read, accountId, { now: clock(), origin: settings.publicUrl })
    return calendarText('小蜜蜂 · 我的活动', events)
  },
}

/**
 * For `identity.export`: that there is a link, but not the link itself, which would open the calendar to its
 * reader.
 */
export const exportCalendar = async ({ read, actor }: QueryContext): Promise<unknown> =>
  ({ hasLink: await generationOf(read, actor.accountId) !== undefined })

/** For `identity.deleteMe`: ends the link. */
export const eraseCalendar = async ({ tx, actor }: CommandContext): Promise<void> =>
  void (await tx.delete(calendars).where(eq(calendars.accountId, actor.accountId)))
