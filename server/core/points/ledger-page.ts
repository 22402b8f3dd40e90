import type { QueryContext } from '#server/sync/context.ts'
import type { LedgerPage, LedgerPageInput } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { LEDGER_PAGE_MAX } from '#shared/points/schemas.ts'
import { and, asc, eq, gt, gte, lt, or } from 'drizzle-orm'
import { transfers } from './tables.ts'

/**
 * Answers `points.ledger`: every transfer posted from one day to another, oldest first, page by page.
 * Accounts by their ids: no name, no phone.
 */
export async function ledgerPage(
  { after, from, to }: InferOutput<typeof LedgerPageInput>,
  { read, about }: QueryContext,
): Promise<InferOutput<typeof LedgerPage>> {
  const { id, postedAt, occurredOn, kind, debit, credit, amount, reason, ref, actorId, approverId, note } =
    transfers
  const [last] =
    after === undefined ? [] : await read.select({ id, postedAt }).from(transfers).where(eq(id, after))
  const rows = await read
    .select({ id, postedAt, occurredOn, kind, debit, credit, amount, reason, ref, actorId, approverId, note })
    .from(transfers)
    .where(and(
      gte(postedAt, last?.postedAt ?? startOfDay(from)),
      lt(postedAt, startOfDay(to) + DAY_MS),
      last && or(gt(postedAt, last.postedAt), gt(id, last.id)),
    ))
    .orderBy(asc(postedAt), asc(id))
    .limit(LEDGER_PAGE_MAX + 1)
  const page = rows.slice(0, LEDGER_PAGE_MAX)
  about({ kind: 'export', ref: `${from} ${to}`, reason: `${page.length}` })
  return { rows: page, hasMore: rows.length > LEDGER_PAGE_MAX }
}
