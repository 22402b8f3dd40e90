import type { QueryContext } from '#server/sync/context.ts'
import type { DailyCap, TransferReason } from '#shared/points/rules.ts'
import type { Points } from '#shared/points/schemas.ts'
import { pageOf } from '#server/database/pages.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { POINTS_PAGE_MAX } from '#shared/points/schemas.ts'
import { and, desc, eq, lt, or } from 'drizzle-orm'
import { pointAccounts, pointCaps, transfers } from './tables.ts'

/** Answers `points.mine`: what there is, what today's caps still allow, and every transfer with its cause, newest first. */
export async function myPoints({ before }: { before?: number | undefined }, context: QueryContext): Promise<Points> {
  const { read, actor } = context
  const [account] = await read.select().from(pointAccounts).where(eq(pointAccounts.id, actor.accountId))
  const { posted, held } = account ?? { posted: 0, held: 0 }
  return { available: posted - held, held, today: await capsToday(context), ...await transfersOf(context, before) }
}

async function capsToday({ read, actor, now }: QueryContext): Promise<Points['today']> {
  const rows = await read.select().from(pointCaps).where(and(eq(pointCaps.accountId, actor.accountId), eq(pointCaps.day, dayOf(now))))
  const used = new Map(rows.map(row => [row.cap, row.used]))
  return (Object.keys(dailyCaps) as DailyCap[]).map(cap => ({ cap, used: used.get(cap) ?? 0, max: dailyCaps[cap] }))
}

async function transfersOf({ read, actor }: QueryContext, before: number | undefined): Promise<Pick<Points, 'transfers' | 'hasMore'>> {
  const own = or(eq(transfers.credit, actor.accountId), eq(transfers.debit, actor.accountId))
  const { rows, hasMore } = await pageOf(
    POINTS_PAGE_MAX,
    async limit => await read.select().from(transfers).where(and(own, before === undefined ? undefined : lt(transfers.postedAt, before))).orderBy(desc(transfers.postedAt), desc(transfers.id)).limit(limit),
    async instant => await read.select().from(transfers).where(and(own, eq(transfers.postedAt, instant))).orderBy(desc(transfers.id)),
    ({ postedAt }) => postedAt,
  )
  return {
    hasMore,
    transfers: rows.map(({ id, amount, credit, reason, ref, note, occurredOn, postedAt }) => ({
      id,
      amount: credit === actor.accountId ? amount : -amount,
      reason: reason as TransferReason,
      ref,
      note,
      occurredOn,
      postedAt,
    })),
  }
}
