import type { Database } from '#server/database/database.ts'
import { heldPost, posts } from '#server/core/posts/index.ts'
import { isStanding } from '#shared/identity/posts.ts'
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { accounts, sessions } from './tables.ts'

/** How long a session is cached (ms): an operator may change the database from outside. */
const KNOWN_MS = 5_000
const KNOWN_MAX = 10_000

/** Runs at every request, so it is one statement by key, prepared once for each database. */
const prepare = ({ read }: Database) => read.select({
  accountId: accounts.id,
  role: accounts.role,
  areaId: accounts.areaId,
  createdAt: sessions.createdAt,
  seenAt: sessions.seenAt,
  expiresAt: sessions.expiresAt,
  factorAt: sessions.factorAt,
  post: { ...heldPost, endedAt: posts.endedAt },
}).from(sessions).innerJoin(accounts, eq(accounts.id, sessions.accountId)).leftJoin(
  posts,
  and(
    eq(posts.accountId, accounts.id),
    eq(posts.awaitsConfirmation, false),
    or(isNull(posts.endedAt), gt(posts.endedAt, sessions.createdAt)),
  ),
).where(and(
  eq(sessions.tokenHash, sql.placeholder('tokenHash')),
  gt(sessions.expiresAt, sql.placeholder('now')),
  eq(sessions.role, accounts.role),
  isNull(accounts.disabledAt),
  isNull(accounts.deletedAt),
)).prepare('find_session')

type Row = Awaited<ReturnType<ReturnType<typeof prepare>['execute']>>[number]
type Post = NonNullable<Row['post']>
/**
 * `posts`: of any time, since whether a term runs is looked at by the clock, each time. `turns`: when the
 * session's permissions change (ms), and with that the session is over.
 */
export type Session = Omit<Row, 'post'> & {
  readonly posts: readonly Post[]
  readonly turns: readonly number[]
}
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
  watch('posts', forget, ['id', 'scope', 'until', 'ended_at', 'awaits_confirmation'])
  return memory
}

function lookUpOf(database: Database): LookUp {
  let lookUp = lookUps.get(database)
  if (!lookUp) lookUps.set(database, lookUp = { statement: prepare(database), memory: remember(database) })
  return lookUp
}

function sessionOf(rows: readonly Row[]): Session | undefined {
  const [first] = rows
  if (!first) return undefined
  const { post: _, ...session } = first
  const held = rows.flatMap(({ post }) => post ?? [])
  const turns = held
    .filter(({ kind }) => !isStanding(kind))
    .flatMap(({ from, until, endedAt }) => [from, until ?? 0, endedAt ?? 0])
    .filter(at => at > session.createdAt)
  return { ...session, posts: held.filter(({ endedAt }) => endedAt === null), turns }
}

/**
 * The session of a token with its account's permissions; undefined when it has ended or the account is
 * disabled. It ends with every change of the permissions, whoever made it and how.
 */
export async function findSession(
  database: Database,
  tokenHash: string,
  now: number,
): Promise<Session | undefined> {
  const session = await lookUp(database, tokenHash, now)
  return session?.turns.some(at => at <= now) ? undefined : session
}

async function lookUp(
  database: Database,
  tokenHash: string,
  now: number,
): Promise<Session | undefined> {
  const { statement, memory } = lookUpOf(database)
  const known = memory?.known.get(tokenHash)
  if (known && known.session.expiresAt > now && now - known.readAt < KNOWN_MS) return known.session
  const changes = memory?.changes
  const session = sessionOf(await statement.execute({ tokenHash, now }))
  if (session && memory && memory.changes === changes) {
    if (memory.known.size >= KNOWN_MAX) memory.known.clear()
    memory.known.set(tokenHash, { session, readAt: now })
  }
  return session
}
