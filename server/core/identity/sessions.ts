import type { Database, Reader, Transaction } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Actor } from '#server/sync/context.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import { hash, randomBytes } from 'node:crypto'
import { areasOf, postsOf } from '#server/core/posts/index.ts'
import { holdsAt } from '#shared/identity/posts.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { eq, inArray, lte, max } from 'drizzle-orm'
import { findSession } from './find-session.ts'
import { sessions } from './tables.ts'

const TOKEN_BYTES = 32
/** What the owner recognises a session by, besides its age. */
export interface Whereabouts { readonly device: string, readonly network: string }
/** Whether those who hold a deciding post must have a second factor. */
export type FactorSettings = Pick<Settings, 'requiresFactor'>
const HOUR_MS = 3_600_000
const SEEN_EVERY_MS = HOUR_MS

/** How long a session lasts: at most, and without being used (ms). */
const livesMs = {
  riders: { most: 180 * DAY_MS, idle: 30 * DAY_MS },
  deciders: { most: 12 * HOUR_MS, idle: 12 * HOUR_MS },
  // Nobody is there to sign a kiosk in again; unpairing ends its session. Browsers save no cookie longer.
  kiosks: { most: 400 * DAY_MS, idle: 400 * DAY_MS },
} as const
interface Holder { readonly role: AccountRole, readonly posts: readonly HeldPost[] }

function lifeOf({ role, posts }: Holder, now: number) {
  if (role === 'kiosk') return livesMs.kiosks
  return livesMs[isDecider(posts.filter(post => holdsAt(post, now))) ? 'deciders' : 'riders']
}

function endOf(holder: Holder, createdAt: number, seenAt: number) {
  const { most, idle } = lifeOf(holder, seenAt)
  return Math.min(createdAt + most, seenAt + idle)
}

/** The id of a session in the database: its token's SHA-256. */
export const tokenHashOf = (token: string): string => hash('sha256', token, 'hex')

const NOWHERE: Whereabouts = { device: '', network: '' }

/**
 * Opens a session: the token for its cookie, and how long it can last. `factorAt`: when a code of the second
 * factor was given (ms).
 */
export async function openSession(
  tx: Transaction,
  account: { id: string, role: AccountRole },
  now: number,
  { device, network, factorAt = null }: Whereabouts & { readonly factorAt?: number | null } = NOWHERE,
): Promise<{ token: string, lifeMs: number }> {
  await tx.delete(sessions).where(lte(sessions.expiresAt, now))
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const { id: accountId, role } = account
  const holder = { role, posts: await postsOf(tx, accountId, now) }
  const expiresAt = endOf(holder, now, now)
  await tx
    .insert(sessions)
    .values({
      tokenHash: tokenHashOf(token),
      accountId,
      role,
      createdAt: now,
      seenAt: now,
      expiresAt,
      device,
      network,
      factorAt,
    })
  return { token, lifeMs: lifeOf(holder, now).most }
}

/** Ends a session, if there is one. */
export async function endSession(tx: Transaction, tokenHash: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash))
}

/** Signs somebody out everywhere. */
export async function endSessionsOf(tx: Transaction, accountId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.accountId, accountId))
}

/** The signed-in actor, or undefined when the session has ended. Saves once an hour that it was used. */
export async function findActor(
  database: Database,
  tokenHash: string,
  now: number,
  { requiresFactor, addressDigest }: FactorSettings & Pick<Actor, 'addressDigest'>,
): Promise<Actor | undefined> {
  const found = await findSession(database, tokenHash, now)
  if (!found) return undefined
  const { accountId, role, createdAt, seenAt, factorAt } = found
  if (now - seenAt >= SEEN_EVERY_MS)
    await noteSeen(database, tokenHash, now, endOf(found, createdAt, now))
  const posts = found.posts.filter(post => holdsAt(post, now))
  const areaId = found.areaId ?? areasOf({ posts })[0] ?? null
  const asksFactor = isDecider(posts) && (factorAt !== null || requiresFactor)
  const wanted = asksFactor ? factorAt : undefined
  return { accountId, role, areaId, posts, session: tokenHash, factorAt: wanted, addressDigest }
}

async function noteSeen(database: Database, tokenHash: string, now: number, expiresAt: number) {
  try {
    await database.transact(tx =>
      tx.update(sessions).set({ seenAt: now, expiresAt }).where(eq(sessions.tokenHash, tokenHash)),
    )
  }
  catch {
    // People may read even when nothing can be written; the next request saves it.
  }
}

/** When a session ends by itself (ms); undefined as soon as its next request would be refused. */
export async function endOfSession(
  database: Database,
  tokenHash: string,
  now: number,
): Promise<number | undefined> {
  const session = await findSession(database, tokenHash, now)
  return session && Math.min(session.expiresAt, ...session.turns)
}

/** When each of these accounts was last active, to the hour; those without a session are absent. */
export async function lastSeen(read: Reader, accountIds: string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await read
    .select({ accountId: sessions.accountId, at: max(sessions.seenAt) })
    .from(sessions)
    .where(inArray(sessions.accountId, accountIds))
    .groupBy(sessions.accountId)
  return new Map(rows.map(({ accountId, at }) => [accountId, Number(at)]))
}

/** Ends the session that a token stands for, at once. */
export const signOut = (database: Database, tokenHash: string): Promise<void> =>
  database.transact(tx => endSession(tx, tokenHash))
