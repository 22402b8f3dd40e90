import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { PointsDesk } from '#shared/points/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { capsInForce } from './caps.ts'
import { pointAccounts, pointCorrections, transfers } from './tables.ts'

const CORRECTIONS_MAX = 200

/** Answers `points.desk`: totals, caps in force, and corrections, undecided ones first. */
export async function pointsDesk(_input: object, context: QueryContext): Promise<PointsDesk> {
  return {
    totals: await totalsOf(context.read),
    caps: await capsInForce(context.read),
    corrections: await correctionsFor(context),
  }
}

/** `issued` is what was awarded, less what corrections took back: it is available, spent or lapsed. */
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

async function correctionsFor({ read, actor }: QueryContext): Promise<PointsDesk['corrections']> {
  const isDecided = sql`case when ${pointCorrections.state} = 'asked' then 0 else 1 end`
  const rows = await read
    .select()
    .from(pointCorrections)
    .orderBy(
      isDecided,
      desc(pointCorrections.decidedAt),
      asc(pointCorrections.askedAt),
      asc(pointCorrections.id),
    )
    .limit(CORRECTIONS_MAX)
  const ids = [...new Set(rows.flatMap(({ accountId, askedBy }) => [accountId, askedBy]))]
  const people = new Map(
    (await read.select().from(accounts).where(inArray(accounts.id, ids))).map(account => [
      account.id,
      account,
    ]),
  )
  const nameOf = (id: string) => people.get(id)?.name ?? '—'
  const isOthers = (id: string) => id !== actor.accountId
  return rows.map(({ id, accountId, amount, words, askedBy, askedAt, state, debt }) => {
    const areaId = people.get(accountId)?.areaId ?? null
    return {
      id,
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
        && (areaId === null || isWithin(areaId, actor.areaId ?? '-')),
    }
  })
}
