import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { DailyCap } from '#shared/points/rules.ts'
import type { SetCap } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { prepared } from '#server/database/prepared.ts'
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

/** All caps in force. */
export async function capsInForce(reader: Reader): Promise<{ cap: DailyCap, max: number }[]> {
  const limits = new Map((await reader.select().from(pointCapLimits)).map(({ cap, max }) => [cap, max]))
  return (Object.keys(dailyCaps) as DailyCap[]).map(cap => ({ cap, max: limits.get(cap) ?? dailyCaps[cap] }))
}

/** Sets the limit of a cap, from the next award on. */
export async function setCap(
  { cap, max }: InferOutput<typeof SetCap>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const limit = { max, setBy: actor.accountId, setAt: now }
  await tx
    .insert(pointCapLimits)
    .values({ cap, ...limit })
    .onConflictDoUpdate({ target: pointCapLimits.cap, set: limit })
  nudge('*', 'points.mine')
  await nudgeDesks(context)
}
