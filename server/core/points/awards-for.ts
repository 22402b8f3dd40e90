import type { Reader } from '#server/database/database.ts'
import type { TransferReason } from '#shared/points/rules.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { transfers } from './tables.ts'

/** What somebody was awarded for each of these causes; a cause that brought them nothing is absent. */
export async function awardsFor(
  read: Reader,
  accountId: string,
  reason: TransferReason,
  refs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (refs.length === 0) return new Map()
  const rows = await read
    .select({ ref: transfers.ref, amount: transfers.amount })
    .from(transfers)
    .where(and(
      eq(transfers.reason, reason),
      inArray(transfers.ref, [...refs]),
      eq(transfers.credit, accountId),
    ))
  return new Map(rows.map(({ ref, amount }) => [ref, amount]))
}
