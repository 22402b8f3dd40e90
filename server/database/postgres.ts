import type { Database, Reader, Transaction } from './database.ts'
import type { Connection } from './postgres-connection.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { causeOf, Lost, openPool, UNBOUNDED_MS } from './postgres-connection.ts'
import { listenTo } from './postgres-listener.ts'

const ATTEMPTS_MAX = 20
const CONNECTIONS_MAX = 10
const CHANNEL = 'little_bee'
/** The key of an advisory lock; the turns of transactions have other ones. */
const ALONE = 'hashtextextended(\'little bee alone\', 1)'
/** How long work is tried again while PostgreSQL restarts, before its caller gets the error (ms). */
const RESTART_MS_MAX = 5000
const CLOSE_MS_MAX = 5000
const UNIQUE_VIOLATION = '23505'
const passing = ['40001', '40P01'] // Serialization failure, deadlock.

function isPassing(error: unknown): boolean {
  const cause = causeOf(error)
  if (cause instanceof Lost) return cause.isUndone
  return cause instanceof pg.DatabaseError && passing.includes(cause.code ?? '')
}

/**
 * Tries again after a temporary failure: a few times after a deadlock, for some seconds while PostgreSQL
 * restarts. A first attempt that took all of these seconds gets a second one, since a busy host opens
 * connections slowly.
 */
async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + RESTART_MS_MAX
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    }
    catch (error) {
      const isLate = causeOf(error) instanceof Lost
        ? attempt > 1 && Date.now() > giveUpAt
        : attempt >= ATTEMPTS_MAX
      if (isLate || !isPassing(error)) throw error
      await wait(Math.random() * 2 ** Math.min(attempt, 7))
    }
  }
}

async function transactOn<Result>(
  connection: Connection,
  work: (tx: Transaction) => Promise<Result>,
  turn: string | undefined,
): Promise<Result> {
  const lock = turn === undefined
    ? ''
    : `; select pg_advisory_xact_lock(hashtextextended(${connection.escape(turn)}, 0))`
  let result: Result
  try {
    await connection.run(`begin isolation level read committed${lock}`)
    result = await work(connection.tx)
  }
  catch (error) {
    await connection.run('rollback')
    throw error
  }
  const { command } = await connection.run('commit').catch((error: unknown) => {
    throw error instanceof Lost ? new Lost(error.cause, false) : error
  })
  // PostgreSQL answers with another command if a statement had failed and the error was swallowed.
  if (command !== 'COMMIT') throw new Error('the transaction was undone')
  return result
}

async function attemptOn<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  await connection.run('savepoint attempt')
  try {
    const result = await work()
    await connection.run('release savepoint attempt')
    return result
  }
  catch (error) {
    await connection.run('rollback to savepoint attempt; release savepoint attempt')
    throw error
  }
}

export function openPostgres(given: string): Database {
  const url = asLibpq(given)
  const pool = openPool(url, CONNECTIONS_MAX)
  const closers: (() => Promise<void>)[] = [pool.end]

  async function on<Result>(
    work: (connection: Connection) => Promise<Result>,
    take: () => Promise<Connection> = pool.take,
  ): Promise<Result> {
    const connection = await take()
    try {
      return await work(connection)
    }
    finally {
      connection.release()
    }
  }
  /**
   * For work that must not be repeated: only opening its connection is tried again, since no statement ran
   * before.
   */
  const onceOn = <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> =>
    on(work, () => persist(pool.take))
  const reading = {
    query: async (config: pg.QueryConfig, values?: unknown[]) =>
      await persist(() => on(connection => connection.query(config, values))),
  }

  return {
    read: drizzle({ client: reading as unknown as pg.Pool }) as unknown as Reader,
    transact: async (work, turn) =>
      await persist(() => on(connection => transactOn(connection, work, turn))),
    attempt: async (tx, work) => await attemptOn(connectionOf(tx), () => work(tx)),
    isPassing,
    isAway: error => causeOf(error) instanceof Lost,
    isTaken: (error) => {
      const cause = causeOf(error)
      return cause instanceof pg.DatabaseError && cause.code === UNIQUE_VIOLATION
    },
    alone: async work => await onceOn(async (connection) => {
      await connection.run(`select pg_advisory_lock(${ALONE})`, UNBOUNDED_MS)
      try {
        return await work()
      }
      finally {
        await connection.run(`select pg_advisory_unlock(${ALONE})`)
      }
    }),
    channel: {
      publish: async message =>
        void await reading.query({ text: 'select pg_notify($1, $2)' }, [CHANNEL, message]),
      subscribe: async (hear, onGap) => void closers.push(await listenTo(url, CHANNEL, hear, onGap)),
    },
    run: async (statement) => {
      // The driver returns an array if there were several statements.
      const results = await onceOn(connection => connection.run(statement, UNBOUNDED_MS))
      return [results].flat().flatMap(({ rows }) => rows as Record<string, unknown>[])
    },
    copyTo: async () => {
      throw new Error('A PostgreSQL city is backed up with pg_dump.')
    },
    close: async () => {
      const closed = Promise.all(closers.map(close => close()))
      await Promise.race([closed, wait(CLOSE_MS_MAX, undefined, { ref: false })])
    },
  }
}

/** Drizzle's `$client` is what its statements run on. */
const connectionOf = (tx: Transaction) => (tx as unknown as { readonly $client: Connection }).$client

/** `sslmode` as PostgreSQL's own programs read it; the driver takes `require` for `verify-full`. */
function asLibpq(given: string): string {
  if (!URL.canParse(given)) return given
  const url = new URL(given)
  if (url.searchParams.has('sslmode')) url.searchParams.set('uselibpqcompat', 'true')
  return url.href
}
