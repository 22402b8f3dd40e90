import type { ClientConfig, PoolClient, QueryConfig, QueryResult } from 'pg'
import type { Transaction } from './database.ts'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** More than the server has; a statement whose text is built anew each time must not fill its memory. */
const STATEMENTS_MAX = 1000
const CONNECT_MS_MAX = 5000
/**
 * A statement of a request never takes this long, so the host is gone; TCP itself would notice after a
 * quarter of an hour.
 */
const ANSWER_MS_MAX = 60_000
/**
 * For statements that wait for another process or change a whole table: the longest time that a timer takes.
 */
export const UNBOUNDED_MS = 2 ** 31 - 1
const names = new Map<string, string>()

/**
 * A name for each text, so that PostgreSQL parses and plans a statement once for each connection. The name
 * that drizzle gives is never used: lists of different lengths have one name and several texts.
 */
function named(config: QueryConfig): QueryConfig {
  if (!names.has(config.text) && names.size < STATEMENTS_MAX) names.set(config.text, `s${names.size}`)
  return { ...config, name: names.get(config.text) }
}

/**
 * Thrown when PostgreSQL went away. `isUndone`: nothing was done, so it may be tried again; after a COMMIT
 * without an answer nobody knows.
 */
export class Lost extends Error {
  override readonly name = 'Lost'
  constructor(cause: unknown, readonly isUndone = true) {
    super('PostgreSQL does not answer', { cause })
  }
}

/** Drizzle throws errors of its own around those of the driver. */
export const causeOf = (error: unknown): unknown =>
  error instanceof Lost || !(error instanceof Error) || error.cause === undefined ? error : error.cause

const isSilence = (error: unknown) => error instanceof Error && error.message === 'Query read timeout'
/** The error codes of a server that is shutting down or starting. */
const isShutDown = (error: unknown) =>
  error instanceof pg.DatabaseError && /^(?:57P0|08)/.test(error.code ?? '')

/**
 * A connection of the pool with a drizzle of its own, so that statements are built once for as long as it
 * lives.
 */
export class Connection {
  isLost = false
  private before = Promise.resolve()
  readonly tx: Transaction = drizzle({ client: this as unknown as PoolClient }) as unknown as Transaction

  constructor(private readonly client: PoolClient) {
    // Without a listener the loss of a connection would end the process.
    client.on('error', () => this.isLost = true)
    client.on('end', () => this.isLost = true)
  }

  /** A statement with values, as drizzle asks; prepared when it is run the first time. */
  async query(config: QueryConfig, values?: unknown[]): Promise<QueryResult> {
    return await this.attempt(() => this.client.query(named(config), values))
  }

  /** Statements without values. */
  async run(text: string, answerMsMax?: number): Promise<QueryResult> {
    return await this.attempt(() => this.client.query({ text, query_timeout: answerMsMax } as QueryConfig))
  }

  release(): void {
    this.client.release(this.isLost)
  }

  escape(text: string): string {
    return this.client.escapeLiteral(text)
  }

  /** Runs queries one after the other, because the driver gives up its own queue in version 9. */
  private attempt(ask: () => Promise<QueryResult>): Promise<QueryResult> {
    const answer = this.before.then(() => this.askNow(ask))
    this.before = answer.then(() => {}, () => {})
    return answer
  }

  private async askNow(ask: () => Promise<QueryResult>): Promise<QueryResult> {
    // A query to a silent connection would wait behind the unanswered one.
    if (this.isLost) throw new Lost(undefined)
    try {
      return await ask()
    }
    catch (error) {
      this.isLost ||= isShutDown(error) || isSilence(error)
      throw this.isLost ? new Lost(error) : error
    }
  }
}

/**
 * A client with a time limit for each answer, since a vanished host refuses nothing and says nothing. The
 * pool's own limit would count the waiting time too. The URL may set another `query_timeout` (ms).
 */
class PatientClient extends pg.Client {
  constructor(config: ClientConfig = {}) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS_MAX, query_timeout: ANSWER_MS_MAX })
  }
}

/** Hands out the connections of a pool; throws `Lost` where none can be opened. */
export function openPool(url: string, max: number) {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    Client: PatientClient,
    idleTimeoutMillis: 0, // A connection keeps its prepared statements.
    keepAlive: true,
  })
  pool.on('error', () => {}) // An idle connection was lost; the pool has dropped it.
  const known = new WeakMap<PoolClient, Connection>()
  // Registered at once, since a connection may be lost in the same instant in which it was opened.
  pool.on('connect', client => void known.set(client, new Connection(client)))

  async function take(): Promise<Connection> {
    const client = await pool.connect().catch((error: unknown) => {
      throw isWrong(error) ? error : new Lost(error)
    })
    return known.get(client)!
  }
  return { take, end: async () => await pool.end() }
}

/** The server answered and refused: a wrong password, or no such database. */
const isWrong = (error: unknown) => error instanceof pg.DatabaseError && !isShutDown(error)
