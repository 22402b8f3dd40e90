import type { Database, Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import { heldPost, posts } from '#server/core/posts/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { isStanding } from '#shared/identity/posts.ts'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { accounts, sessions } from './tables.ts'

/** How long a session is cached (ms): an operator may change the database from outside. */
const KNOWN_MS = 5_000
const KNOWN_MAX = 10_000

/**
 * Runs at every request, so it is one statement by key. There is a row for each post, whose columns stand
 * among the others: `compiled.ts` leaves a statement with objects inside its rows to drizzle.
 */
const findRows = prepared((read: Reader, { tokenHash, now }: Slots<{ tokenHash: string, now: number }>) =>
  read.select({
    accountId: accounts.id,
    role: accounts.role,
    areaId: accounts.areaId,
    createdAt: sessions.createdAt,
    seenAt: sessions.seenAt,
    expiresAt: sessions.expiresAt,
    factorAt: sessions.factorAt,
    ...heldPost,
    endedAt: posts.endedAt,
  }).from(sessions).innerJoin(accounts, eq(accounts.id, sessions.accountId)).leftJoin(
    posts,
    and(
      eq(posts.accountId, accounts.id),
      eq(posts.awaitsConfirmation, false),
      or(isNull(posts.endedAt), gt(posts.endedAt, sessions.createdAt)),
    ),
  ).where(and(
    eq(sessions.tokenHash, tokenHash),
    gt(sessions.expiresAt, now),
    eq(sessions.role, accounts.role),
    isNull(accounts.disabledAt),
    isNull(accounts.deletedAt),
  )).prepare('find_session'),
)

type Row = Awaited<ReturnType<typeof findRows>>[number]
type Post = HeldPost & Pick<Row, 'endedAt'>
/**
 * `posts`: those of any time, since each use checks their terms by the clock. `turns`: when a term begins or
 * ends (ms), which changes the permissions and so ends the session.
 */
export type Session = Omit<Row, keyof Post> & {
  readonly posts: readonly HeldPost[]
  readonly turns: readonly number[]
}
interface Memory { readonly known: Map<string, { session: Session, readAt: number }>, changes: number }
const memories = new WeakMap<Database, Memory>()

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

function memoryOf(database: Database): Memory | undefined {
  const memory = memories.get(database) ?? remember(database)
  if (memory) memories.set(database, memory)
  return memory
}

/** The post of a row, if the account has any. */
const postOf = ({ id, kind, scope, from, until, endedAt }: Row): Post[] =>
  id === null || kind === null || scope === null || from === null
    ? []
    : [{ id, kind, scope, from, until, endedAt }]

function sessionOf(rows: readonly Row[]): Session | undefined {
  const [first] = rows
  if (!first) return undefined
  const { accountId, role, areaId, createdAt, seenAt, expiresAt, factorAt } = first
  const held = rows.flatMap(postOf)
  const turns = held
    .filter(({ kind }) => !isStanding(kind))
    .flatMap(({ from, until, endedAt }) => [from, until ?? 0, endedAt ?? 0])
    .filter(at => at > createdAt)
  const posts = held
    .filter(({ endedAt }) => endedAt === null)
    .map(({ id, kind, scope, from, until }) => ({ id, kind, scope, from, until }))
  return { accountId, role, areaId, createdAt, seenAt, expiresAt, factorAt, posts, turns }
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
  const memory = memoryOf(database)
  const known = memory?.known.get(tokenHash)
  const session = known && known.session.expiresAt > now && now - known.readAt < KNOWN_MS
    ? known.session
    : await readSession(database, memory, tokenHash, now)
  return session?.turns.some(at => at <= now) ? undefined : session
}

async function readSession(
  { read }: Database,
  memory: Memory | undefined,
  tokenHash: string,
  now: number,
): Promise<Session | undefined> {
  const changes = memory?.changes
  const session = sessionOf(await findRows(read, { tokenHash, now }))
  if (session && memory && memory.changes === changes) {
    if (memory.known.size >= KNOWN_MAX) memory.known.clear()
    memory.known.set(tokenHash, { session, readAt: now })
  }
  return session
}
