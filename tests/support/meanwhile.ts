import type { Transaction } from '#server/database/database.ts'
import type { TestCity } from './city.ts'
import { dialect } from '#server/database/dialect.ts'
import { expect } from 'vitest'

/**
 * Does `first` in a transaction that stays open until `second`, begun after it, is done or waits for a lock.
 * Returns what came of `second`. On SQLite it waits for the transaction anyway.
 */
export async function meanwhile<Result>(
  { database }: Pick<TestCity, 'database'>,
  first: (tx: Transaction) => Promise<unknown>,
  second: () => Promise<Result>,
): Promise<Result> {
  let isDone = false
  let pending: Promise<Result> | undefined
  await database.transact(async (tx) => {
    await first(tx)
    pending = second()
    void pending.catch(() => {}).finally(() => isDone = true)
    if (dialect === 'postgresql')
      await expect.poll(async () => isDone || await isWaiting(database)).toBe(true)
  })
  return await pending!
}

async function isWaiting({ run }: TestCity['database']): Promise<boolean> {
  const waiting = await run(`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`)
  return waiting.length > 0
}
