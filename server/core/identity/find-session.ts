import type { Database } from '#server/database/database.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { accounts, sessions } from './tables.ts'

/** Somebody may mend the database from outside: what memory knows is asked again that often. */
const KNOWN_MS = 5_000
const KNOWN_MAX = 10_000

/** Every request asks this, so it is one statement, found by its key and prepared once for each database. */
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
  eq(sessions.role, accounts.role), // Other powers, another sign-in.
  isNull(accounts.disabledAt),
  isNull(accounts.deletedAt),
)).prepare('find_session')

type Session = Awaited<ReturnType<ReturnType<typeof prepare>['execute']>>[number]
interface Memory { readonly known: Map<string, { session: Session, readAt: number }>, changes: number }
interface LookUp { readonly statement: ReturnType<typeof prepare>, readonly memory: Memory | undefined }
const lookUps = new WeakMap<Database, LookUp>()

/**
 * What was read stays known until any session or account changes; on an engine that can't tell, nothing does.
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
 * The session of a token with its account's powers, or undefined when it has ended or the account may not
 * come in.
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
