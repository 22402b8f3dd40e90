import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { PointsDesk } from '#shared/points/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { isInside, scopesOf } from '#server/core/posts/index.ts'
import { pageOf, waitingFirst } from '#server/database/pages.ts'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { capsInForce } from './caps.ts'
import { pointAccounts, pointCorrections, transfers } from './tables.ts'

/** Answers `points.desk`: totals, caps in force, and a page of corrections, undecided ones first. */
export async function pointsDesk(range: PageRange, context: QueryContext): Promise<PointsDesk> {
  return {
    totals: await totalsOf(context.read),
    caps: await capsInForce(context.read),
    ...await correctionsFor(range, context),
  }
}

/**
 * The city's totals. `issued` is what was awarded less what corrections took back: available, spent or
 * lapsed.
 */
async function totalsOf(read: Reader): Promise<PointsDesk['totals']> {
  const moved = async (
    side: typeof transfers.credit | typeof transfers.debit,
    account: string,
    kind: 'post' | 'settle',
  ) => {
    const [sum] = await read
      .select({ sum: sql<string>`coalesce(sum(${transfers.amount}), 0)` })
      .from(transfers)
      .where(and(eq(side, account), eq(transfers.kind, kind)))
    return Number(sum?.sum)
  }
  const [people] = await read
    .select({
      out: sql<string>`coalesce(sum(${pointAccounts.posted}), 0)`,
      held: sql<string>`coalesce(sum(${pointAccounts.held}), 0)`,
    })
    .from(pointAccounts)
  const [owed] = await read
    .select({ debts: sql<string>`coalesce(sum(${pointCorrections.debt}), 0)` })
    .from(pointCorrections)
  return {
    out: Number(people?.out),
    held: Number(people?.held),
    issued: await moved(transfers.debit, 'issued', 'post') - await moved(transfers.credit, 'issued', 'post'),
    spent: await moved(transfers.credit, 'spent', 'settle'),
    lapsed: await moved(transfers.credit, 'expired', 'post'),
    debts: Number(owed?.debts),
  }
}

async function correctionsFor(
  range: PageRange,
  { read, actor }: QueryContext,
): Promise<Pick<PointsDesk, 'corrections' | 'hasMore'>> {
  const rank = waitingFirst(pointCorrections.askedAt, pointCorrections.decidedAt)
  const { rows, hasMore } = await pageOf({
    range,
    rank,
    read: async (within, limit) =>
      await read
        .select({ row: pointCorrections, rank })
        .from(pointCorrections)
        .where(within)
        .orderBy(desc(rank), desc(pointCorrections.id))
        .limit(limit),
    rankOf: row => row.rank,
  })
  const ids = [...new Set(rows.flatMap(({ row }) => [row.accountId, row.askedBy]))]
  const people = new Map(
    (await read.select().from(accounts).where(inArray(accounts.id, ids))).map(account => [
      account.id,
      account,
    ]),
  )
  const nameOf = (id: string) => people.get(id)?.name ?? '—'
  const isOthers = (id: string) => id !== actor.accountId
  const corrections = rows.map(({ row, rank }) => {
    const { id, accountId, amount, words, askedBy, askedAt, state, debt } = row
    const areaId = people.get(accountId)?.areaId ?? null
    return {
      id,
      rank,
      person: `${nameOf(accountId)} ${people.get(accountId)?.phone?.slice(-4) ?? ''}`.trim(),
      amount,
      words,
      askedBy: nameOf(askedBy),
      askedAt,
      state,
      debt,
      mayDecide:
        state === 'asked'
        && isOthers(askedBy)
        && isOthers(accountId)
        && (areaId === null || isInside(areaId, scopesOf(actor, 'admin'))),
    }
  })
  return { corrections, hasMore }
}
