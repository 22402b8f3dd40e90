import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { DailyCap } from '#shared/points/rules.ts'
import type { SetCap } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { requireSeen } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { lockRow } from '#server/database/rows.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { eq } from 'drizzle-orm'
import { nudgeDesks } from './corrections.ts'
import { pointCapLimits } from './tables.ts'

const findLimit = prepared((tx, { cap }: Slots<{ cap: DailyCap }>) =>
  tx
    .select({ max: pointCapLimits.max })
    .from(pointCapLimits)
    .where(eq(pointCapLimits.cap, cap))
    .prepare('find_cap_limit'),
)

/** The limit of a cap in force. */
export async function capInForce(tx: Transaction, cap: DailyCap): Promise<number> {
  const [limit] = await findLimit(tx, { cap })
  return limit?.max ?? dailyCaps[cap]
}

/** All caps in force; `setAt` (ms) where somebody has set them. */
export async function capsInForce(
  reader: Reader,
): Promise<{ cap: DailyCap, max: number, setAt?: number | undefined }[]> {
  const limits = new Map((await reader.select().from(pointCapLimits)).map(limit => [limit.cap, limit]))
  return (Object.keys(dailyCaps) as DailyCap[]).map((cap) => {
    const limit = limits.get(cap)
    return { cap, max: limit?.max ?? dailyCaps[cap], ...(limit && { setAt: limit.setAt }) }
  })
}

/** Sets the limit of a cap, from the next award on. */
export async function setCap(
  { cap, max, seen }: InferOutput<typeof SetCap>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const known = await lockRow(tx, pointCapLimits, 'max', eq(pointCapLimits.cap, cap))
  const last = known && { at: known.setAt, by: known.setBy }
  await requireSeen(context, seen, last)
  context.about({ kind: 'cap', ref: cap, reason: `${max}` })
  const limit = { max, setBy: actor.accountId, setAt: now }
  await tx
    .insert(pointCapLimits)
    .values({ cap, ...limit })
    .onConflictDoUpdate({ target: pointCapLimits.cap, set: limit })
  nudge('*', 'points.mine')
  await nudgeDesks(context)
}
