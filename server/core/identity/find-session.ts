import type { Database } from '#server/database/database.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { accounts, sessions } from './tables.ts'

/** How long a session is cached (ms): an operator may change the database from outside. */
const KNOWN_MS = 5_000
const KNOWN_MAX = 10_000

/** Runs at every request, so it is one statement by key, prepared once for each database. */
const prepare = ({ read }: Database) => read.select({
  accountId: accounts.id,
  role: accounts.role,
  areaId: accounts.areaId,
  unitId: accounts.unitId,
  createdAt: sessions.createdAt,
  seenAt: sessions.seenAt,
  expiresAt: sessions.expiresAt,
}).from(sessions).innerJoin(accounts, eq(accounts.id, sessions.accountId)).where(and(
  eq(sessions.tokenHash, sql.placeholder('tokenHash')),
  gt(sessions.expiresAt, sql.placeholder('now')),
  eq(sessions.role, accounts.role), // Another role needs another sign-in.
  isNull(accounts.disabledAt),
  isNull(accounts.deletedAt),
)).prepare('find_session')

type Session = Awaited<ReturnType<ReturnType<typeof prepare>['execute']>>[number]
interface Memory { readonly known: Map<string, { session: Session, readAt: number }>, changes: number }
interface LookUp { readonly statement: ReturnType<typeof prepare>, readonly memory: Memory | undefined }
const lookUps = new WeakMap<Database, LookUp>()

/**
 * Sessions are cached until any session or account changes, and not at all on an engine that can't tell.
 */
function remember({ watch }: Database): Memory | undefined {
  if (!watch) return undefined
  const memory: Memory = { known: new Map(), changes: 0 }
  const forget = () => {
    memory.known.clear()
    memory.changes++
  }
  for (const table of ['sessions', 'accounts']) watch(table, forget)
  return memory
}

function lookUpOf(database: Database): LookUp {
  let lookUp = lookUps.get(database)
  if (!lookUp) lookUps.set(database, lookUp = { statement: prepare(database), memory: remember(database) })
  return lookUp
}

/**
 * The session of a token with its account's permissions; undefined when it has ended or the account is
 * disabled.
 */
export async function findSession(
  database: Database,
  tokenHash: string,
  now: number,
): Promise<Session | undefined> {
  const { statement, memory } = lookUpOf(database)
  const known = memory?.known.get(tokenHash)
  if (known && known.session.expiresAt > now && now - known.readAt < KNOWN_MS) return known.session
  const changes = memory?.changes
  const [session] = await statement.execute({ tokenHash, now })
  if (session && memory && memory.changes === changes) {
    if (memory.known.size >= KNOWN_MAX) memory.known.clear()
    memory.known.set(tokenHash, { session, readAt: now })
  }
  return session
}
