import type { Database, Reader, Transaction } from './database.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

const ATTEMPTS_MAX = 20
const CONNECTIONS_MAX = 10
const CHANNEL = 'little_bee'
const passing = ['40001', '40P01'] // Serialization failure, deadlock.
const isPassing = (error: unknown) =>
  passing.includes(
    (error as { cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code ?? '',
  )

export function openPostgres(url: string): Database {
  const client = postgres(url, { max: CONNECTIONS_MAX, onnotice: () => {} })
  const db = drizzle(client)

  async function transact<Result>(
    work: (tx: Transaction) => Promise<Result>,
    turn?: string,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.transaction(
          async (tx) => {
            if (turn !== undefined)
              await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`)
            return await work(tx as unknown as Transaction)
          },
          { isolationLevel: 'read committed' },
        )
      }
      catch (error) {
        if (attempt >= ATTEMPTS_MAX || !isPassing(error)) throw error
        await wait(Math.random() * 2 ** Math.min(attempt, 7))
      }
    }
  }

  return {
    read: db as unknown as Reader,
    transact,
    attempt: (tx, work) =>
      (tx as unknown as typeof db).transaction(inner => work(inner as unknown as Transaction)),
    isPassing,
    channel: {
      publish: async message => void await client.notify(CHANNEL, message),
      subscribe: async hear => void await client.listen(CHANNEL, hear),
    },
    run: async statement => [...await client.unsafe(statement)],
    copyTo: async () => {
      throw new Error('A PostgreSQL city is backed up with pg_dump.')
    },
    close: () => client.end({ timeout: 5 }),
  }
}
