import type { Reader } from '#server/database/database.ts'
import type { DailyCap, TransferReason } from '#shared/points/rules.ts'
import { rulingNow } from '#server/core/rulings/index.ts'
import { and, eq, inArray, like, sum } from 'drizzle-orm'
import { pointCaps, transfers } from './tables.ts'

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

/** The sum awarded to somebody for causes of one kind whose refs begin with a text. */
export async function awardedFor(
  read: Reader,
  accountId: string,
  reason: TransferReason,
  refsBegin: string,
): Promise<number> {
  const [row] = await read
    .select({ amount: sum(transfers.amount) })
    .from(transfers)
    .where(and(
      eq(transfers.credit, accountId),
      eq(transfers.reason, reason),
      like(transfers.ref, `${refsBegin}%`),
    ))
  return Number(row?.amount ?? 0)
}

/** How much somebody may still earn under a cap on a Shanghai day. */
export async function leftUnderCap(
  read: Reader,
  accountId: string,
  cap: DailyCap,
  day: string,
): Promise<number> {
  const { [cap]: max } = await rulingNow(read, 'caps')
  const [row] = await read
    .select({ used: pointCaps.used })
    .from(pointCaps)
    .where(and(eq(pointCaps.accountId, accountId), eq(pointCaps.day, day), eq(pointCaps.cap, cap)))
  return Math.max(0, max - (row?.used ?? 0))
}
