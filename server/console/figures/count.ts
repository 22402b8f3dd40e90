import type { City } from '#server/city.ts'
import type { Transaction } from '#server/database/database.ts'
import { countAll } from './count-all.ts'
import { countPoints, countVisits } from './count-others.ts'
import { countFiled, countStepped } from './count-reports.ts'
import { cursorOf, setCursor } from './cursors.ts'
import { figureCursors, figurePoints, figureVisits } from './tables.ts'

/** Only one of several servers counts at a time. */
const TURN = 'figures'

type Counted = Pick<City, 'database' | 'clock' | 'isStopping'>

/**
 * Counts everything that has changed since the last time, in steps so short that other transactions run
 * between them. A server that stops leaves it after any step; the next run goes on from the cursors.
 */
export async function countFigures({ database, clock, isStopping }: Counted): Promise<void> {
  const now = clock()
  const step = <Result>(work: (tx: Transaction) => Promise<Result>) => database.transact(work, TURN)
  const isWhole = await cursorOf(database.read, 'whole') !== undefined
  if (!isWhole && !await countAll(step, clock, isStopping)) return
  for (const count of [countStepped, countFiled, countVisits]) {
    const next = (from?: string) => step(tx => count(tx, from))
    for (let from = await next(); from !== undefined && !isStopping();) from = await next(from)
  }
  if (isStopping()) return
  await step(countPoints)
  await step(tx => setCursor(tx, 'asOf', String(now)))
}

/** Deletes all counts and counts again from the beginning. */
export async function recountFigures(city: Counted): Promise<void> {
  await city.database.transact(async (tx) => {
    for (const table of [figureVisits, figurePoints, figureCursors]) await tx.delete(table)
  }, TURN)
  await countFigures(city)
}
