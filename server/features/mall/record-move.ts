import type { CommandContext } from '#server/sync/context.ts'
import type { StockCause } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { uuidv7 } from 'uuidv7'
import { mallStockMoves } from './tables.ts'

interface Move {
  readonly itemId: string
  readonly stationId: string
  readonly cause: StockCause
  readonly ref: string
  readonly count: number
  readonly words: string
}

/** Writes down a change of a shelf, once for its cause. */
export async function recordMove({ tx, actor, now }: CommandContext, move: Move): Promise<void> {
  const recorded = await tx
    .insert(mallStockMoves)
    .values({ ...move, id: uuidv7(), actorId: actor.accountId, at: now })
    .onConflictDoNothing({ target: [mallStockMoves.cause, mallStockMoves.ref] })
    .returning({ id: mallStockMoves.id })
  if (recorded.length === 0) throw new Refused({ code: 'mall.idTaken' })
}
