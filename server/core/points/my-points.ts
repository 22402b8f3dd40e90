import type { QueryContext } from '#server/sync/context.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { TransferReason } from '#shared/points/rules.ts'
import type { Points } from '#shared/points/schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Balance } from './balances.ts'
import { pageOf } from '#server/database/pages.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { cutoffOn, lapsesOn, nextCutoff } from '#shared/points/rules.ts'
import { POINTS_PAGE_MAX } from '#shared/points/schemas.ts'
import { and, asc, desc, eq, or } from 'drizzle-orm'
import { balanceOf } from './balances.ts'
import { capsInForce } from './caps.ts'
import { lapsable } from './lapse.ts'
import { pointCaps, transfers } from './tables.ts'

/**
 * Answers `points.mine`: the balance, what today's caps still allow, what lapses next, and all transfers with
 * their causes, newest first.
 */
export async function myPoints(
  range: PageRange,
  context: QueryContext,
): Promise<Points> {
  const balance = await balanceOf(context.read, context.actor.accountId)
  const [today, lapses, page] = await Promise.all([
    capsToday(context),
    nextLapse(context, balance),
    transfersOf(context, range),
  ])
  return { available: balance.posted - balance.held, held: balance.held, today, lapses, ...page }
}

async function capsToday({ read, actor, now }: QueryContext): Promise<Points['today']> {
  const rows = await read
    .select()
    .from(pointCaps)
    .where(and(eq(pointCaps.accountId, actor.accountId), eq(pointCaps.day, dayOf(now))))
  const used = new Map<string, number>(rows.map(row => [row.cap, row.used]))
  return (await capsInForce(read)).map(({ cap, max }) => ({ cap, used: used.get(cap) ?? 0, max }))
}

/**
 * When points lapse next, and how many. Overdue ones lapse at the task's next run; otherwise those from
 * before this year come next, and this year's a year later.
 */
async function nextLapse({ read, actor, now }: QueryContext, balance: Balance): Promise<Points['lapses']> {
  const available = balance.posted - balance.held
  if (available === 0) return null
  const earlier = await Promise.all(
    [cutoffOn(now), nextCutoff(now)].map(async cutoff => ({
      points: await lapsable(read, actor.accountId, balance, cutoff),
      on: lapsesOn(cutoff),
    })),
  )
  return (
    earlier.find(({ points }) => points > 0) ?? { points: available, on: lapsesOn(lapsesOn(nextCutoff(now))) }
  )
}

type Row = typeof transfers.$inferSelect
type Side = typeof transfers.credit | typeof transfers.debit
const sides: Side[] = [transfers.credit, transfers.debit]

/**
 * Credits and debits have an index each, ordered by time: a page merges the newest of both and reads no
 * further.
 */
async function transfersOf(
  { read, actor: { accountId } }: QueryContext,
  range: PageRange,
): Promise<Pick<Points, 'transfers' | 'hasMore'>> {
  const newest = async (side: Side, within: SQL | undefined, limit: number) =>
    await read
      .select()
      .from(transfers)
      .where(and(eq(side, accountId), within))
      .orderBy(desc(transfers.postedAt), desc(transfers.id))
      .limit(limit)

  const { rows, hasMore } = await pageOf({
    range,
    most: POINTS_PAGE_MAX,
    rank: transfers.postedAt,
    read: async (within, limit) =>
      newestFirst(await Promise.all(sides.map(side => newest(side, within, limit)))).slice(0, limit),
    rankOf: ({ postedAt }) => postedAt,
  })
  return { hasMore, transfers: rows.map(row => transferOf(row, accountId)) }
}

const newestFirst = (rows: Row[][]) =>
  rows.flat().sort((a, b) => b.postedAt - a.postedAt || (a.id < b.id ? 1 : -1))

function transferOf(
  { id, kind, amount, credit, reason, ref, note, occurredOn, postedAt }: Row,
  accountId: string,
): Points['transfers'][number] {
  const effects = { post: credit === accountId ? amount : -amount, hold: -amount, settle: 0, void: amount }
  return {
    id,
    kind,
    amount: effects[kind],
    reason: reason as TransferReason,
    ref,
    note,
    occurredOn,
    postedAt,
  }
}

/** Every movement of one's own points, for `identity.export`. */
export const exportPoints = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read
    .select()
    .from(transfers)
    .where(or(eq(transfers.credit, actor.accountId), eq(transfers.debit, actor.accountId)))
    .orderBy(asc(transfers.postedAt), asc(transfers.id))
