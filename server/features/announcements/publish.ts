import type { Transaction } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { PublishAnnouncement } from '#shared/announcements/schemas.ts'
import { areaExists } from '#server/core/areas/index.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { lengthenHours } from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { ANNOUNCEMENT_MS_MAX } from '#shared/announcements/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { announcements } from './tables.ts'

type Row = typeof announcements.$inferSelect
/** How late an announcement meant to begin at once may arrive (ms). */
const AT_ONCE_MS = 10 * 60_000

/**
 * Decides `announcements.publish`: a new one, or another version of one that has not ended. What stood before
 * a correction stays readable in its line of the audit.
 */
export const publishAnnouncement: Handler<'announcements.publish'> = async (input, context) => {
  const { tx, actor, now, about } = context
  const { announcementId: id, seen, stationTimes, ...plan } = input
  const known = await lockAnnouncement(tx, id)
  if (known && isSentAgain(context, known, input)) return context.changedNothing()
  about({
    kind: 'announcement',
    ref: id,
    areaId: plan.areaId,
    reason: known ? whatStood(known) : plan.title,
  })
  const startsAt = startOf(plan.startsAt, now, known)
  requireSound(context, { ...input, startsAt })
  if (known) await requireOpen(context, known, seen)

  const by = { changedAt: Math.max(now, (known?.changedAt ?? 0) + 1), changedBy: actor.accountId }
  const times = { stationsOpen: stationTimes?.opens ?? null, stationsClose: stationTimes?.closes ?? null }
  const row = { ...plan, ...times, ...by, startsAt }
  const isThis = eq(announcements.id, id)
  if (known) await tx.update(announcements).set({ ...row, version: known.version + 1 }).where(isThis)
  else await tx.insert(announcements).values({ id, ...row, version: 1, madeBy: actor.accountId })
  await tell(context, { ...row, id })
}

/** When it begins: one that has begun keeps its beginning, and a time long past becomes now. */
const startOf = (asked: number, now: number, known: Row | undefined): number =>
  known && known.startsAt <= now ? known.startsAt : asked > now - AT_ONCE_MS ? asked : now

/**
 * Whether this is what the actor has just published, sent again because its answer was lost. Meant to begin
 * at once, it comes with a later beginning each time.
 */
function isSentAgain({ actor, now }: CommandContext, known: Row, input: PublishAnnouncement): boolean {
  const { announcementId: _, seen, startsAt, stationTimes, ...plan } = input
  return seen === undefined && known.version === 1 && known.madeBy === actor.accountId
    && startsAt >= known.startsAt && startsAt <= Math.max(known.startsAt, now)
    && (Object.keys(plan) as (keyof typeof plan)[]).every(key => plan[key] === known[key])
    && known.stationsOpen === (stationTimes?.opens ?? null)
    && known.stationsClose === (stationTimes?.closes ?? null)
}

/** The version that a correction replaces, for the audit. */
const whatStood = ({ version, title, words }: Row): string =>
  `第 ${version} 版原文：${title}${words && `。${words}`}`

const lockAnnouncement = async (tx: Transaction, id: string): Promise<Row | undefined> =>
  await lockRow(tx, announcements, { id })

async function requireOpen(context: CommandContext, known: Row, seen: number | undefined): Promise<void> {
  requireOwn(context, known)
  if (known.endsAt <= context.now) throw new Refused({ code: 'announcements.over' })
  await requireSeen(context, seen, { at: known.changedAt, by: known.changedBy })
}

function requireOwn({ actor }: Pick<CommandContext, 'actor'>, { areaId }: Pick<Row, 'areaId'>): void {
  if (!isInside(areaId, areasOf(actor))) throw new Refused({ code: 'announcements.notYours' })
}

function requireSound(context: CommandContext, { areaId, startsAt, endsAt }: PublishAnnouncement): void {
  const { now } = context
  if (!areaExists(areaId)) throw new Refused({ code: 'announcements.areaWrong' })
  requireOwn(context, { areaId })
  const isWrong = endsAt <= Math.max(startsAt, now)
    || endsAt - startsAt > ANNOUNCEMENT_MS_MAX
    || startsAt > now + ANNOUNCEMENT_MS_MAX
  if (isWrong) throw new Refused({ code: 'announcements.timesWrong' })
}

/** Decides `announcements.end`: ends one before its time, or before it has begun. */
export const endAnnouncement: Handler<'announcements.end'> = async ({ announcementId, words }, context) => {
  const { tx, actor, now, about } = context
  const known = await lockAnnouncement(tx, announcementId)
  if (!known) throw new Refused({ code: 'announcements.unknown' })
  requireOwn(context, known)
  if (known.endsAt <= now) throw new Refused({ code: 'announcements.over' })
  about({ kind: 'announcement', ref: announcementId, areaId: known.areaId })
  const by = { changedAt: Math.max(now, known.changedAt + 1), changedBy: actor.accountId }
  const ended = { endsAt: now, startsAt: Math.min(known.startsAt, now), endWords: words, ...by }
  await tx.update(announcements).set(ended).where(eq(announcements.id, announcementId))
  await tell(context, { ...known, ...ended })
}

type Told = Pick<Row, 'id' | 'areaId' | 'startsAt' | 'endsAt' | 'stationsOpen' | 'stationsClose'>
/** Nudges every open page, and the stations of the area if their hours change. */
async function tell(context: CommandContext, row: Told): Promise<void> {
  const { id: ref, areaId, startsAt: from, endsAt: until, stationsOpen: opens, stationsClose: closes } = row
  const times = opens === null || closes === null ? null : { areaId, from, until, opens, closes }
  await lengthenHours(context, ref, times)
  context.nudge('*', 'announcements.now', 'announcements.desk')
}
