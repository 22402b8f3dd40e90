import type { QueryHandler } from '#server/sync/context.ts'
import { accounts } from '#server/core/identity/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { LEDGER_PAGE_MAX } from '#shared/points/schemas.ts'
import { and, desc, eq, gte, inArray, lt } from 'drizzle-orm'
import { transfers } from './tables.ts'

/** Answers `points.ledger`: every transfer posted from one day to another, the latest first. */
export const ledgerPage: QueryHandler<'points.ledger'> = async (asked, { read }) => {
  const { from, to, reason } = asked
  const { pendingId: _, cap: __, ...columns } = transfers
  const { id, postedAt, occurredOn, kind, debit, credit, amount, ref, actorId, approverId, note } = columns
  const meant = and(
    gte(postedAt, startOfDay(from)),
    lt(postedAt, startOfDay(to) + DAY_MS),
    reason && eq(transfers.reason, reason),
  )
  const shown = { id, postedAt, occurredOn, kind, debit, credit, amount, ref, actorId, approverId, note }
  const { rows, hasMore } = await pageOf({
    range: asked,
    most: LEDGER_PAGE_MAX,
    rank: postedAt,
    read: async (within, limit) =>
      await read
        .select({ ...shown, reason: transfers.reason })
        .from(transfers)
        .where(and(meant, within))
        .orderBy(desc(postedAt), desc(id))
        .limit(limit),
    rankOf: row => row.postedAt,
  })
  const ids = [...new Set(rows.flatMap(row => [row.debit, row.credit]))]
  const people = await read
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, ids))
  const names = new Map(people.map(person => [person.id, person.name]))
  return {
    rows: rows.map(row => ({ ...row, person: names.get(row.debit) ?? names.get(row.credit) ?? null })),
    total: await read.$count(transfers, meant),
    hasMore,
  }
}
