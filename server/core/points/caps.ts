import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { DailyCap } from '#shared/points/rules.ts'
import type { SetCap } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { addRuling, lastRuling, rulingNow } from '#server/core/rulings/index.ts'
import { dailyCaps } from '#shared/points/rules.ts'
import { nudgeDesks } from './corrections.ts'

/** All caps in force as this transaction sees them; `setAt` (ms) where an admin has ruled. */
export async function capsInForce(
  read: Reader,
): Promise<{ cap: DailyCap, max: number, setAt?: number | undefined }[]> {
  const [caps, last] = [await rulingNow(read, 'caps'), await lastRuling(read, 'caps')]
  return dailyCaps.map(cap => ({ cap, max: caps[cap], ...(last && { setAt: last.from }) }))
}

/** Sets one cap from the next award on, for apps from before there were rulings. */
export async function setCap(
  { cap, max, seen }: InferOutput<typeof SetCap>,
  context: CommandContext,
): Promise<void> {
  const caps = await rulingNow(context.tx, 'caps')
  if (caps[cap] === max) return context.changedNothing()
  const reason = `每日上限改为 ${max} 分`
  await addRuling(context, { key: 'caps', value: { ...caps, [cap]: max }, seen, reason })
  await nudgeDesks(context)
}
