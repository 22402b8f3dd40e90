import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Column, Placeholder, SQL, SQLWrapper } from 'drizzle-orm'
import { accounts } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { locked } from '#server/database/rows.ts'
import { and, asc, eq, exists, gt, inArray, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { openings, signups } from './tables.ts'
import { anyoneWaits, waits } from './waiting.ts'

export type Opening = typeof openings.$inferSelect
export type NewOpening = Omit<typeof openings.$inferInsert, 'taken' | 'lastSeq' | 'endedAt'>
/** Somebody's place after an act. `answerBy`: until when an offer waits (ms). */
export interface Change {
  readonly opening: Pick<Opening, 'id' | 'kind' | 'ref' | 'title'>
  readonly accountId: string
  readonly state: SignupState
  readonly answerBy: number | null
}
type Context = Pick<CommandContext, 'tx' | 'now'>

/** Adds an opening, for which people can then sign up. */
export async function addOpening(tx: Transaction, opening: NewOpening): Promise<void> {
  await tx.insert(openings).values(opening)
}

const lock = prepared((tx, { id }: Slots<{ id: string }>) =>
  locked(tx.select().from(openings).where(eq(openings.id, id))).prepare('lock_opening'),
)
const lockByRef = prepared((tx, { kind, ref }: Slots<Pick<Opening, 'kind' | 'ref'>>) =>
  locked(tx.select().from(openings).where(and(eq(openings.kind, kind), eq(openings.ref, ref))))
    .prepare('lock_opening_by_ref'),
)

/** The opening, locked until the transaction ends; several are locked in the order of their ids. */
export const lockOpening = async (tx: Transaction, id: string): Promise<Opening | undefined> =>
  (await lock(tx, { id }))[0]

/** The same, of an activity or a team. */
export const lockOpeningOf = async (
  tx: Transaction,
  kind: Opening['kind'],
  ref: string,
): Promise<Opening | undefined> => (await lockByRef(tx, { kind, ref }))[0]

export const isOf = (openingId: string, accountId: string): SQL =>
  and(eq(signups.openingId, openingId), eq(signups.accountId, accountId))!

const other = alias(signups, 'other')
const meanwhile = alias(openings, 'meanwhile')

interface Span { readonly id: string, readonly startsAt: number, readonly endsAt: number }

/** The openings at the time of this one in which somebody has or was offered a place. */
const clashing = (
  read: Reader,
  { id, startsAt, endsAt }: Record<keyof Span, Column | Placeholder>,
  accountId: SQLWrapper,
) =>
  read
    .select({ title: meanwhile.title })
    .from(other)
    .innerJoin(meanwhile, eq(meanwhile.id, other.openingId))
    .where(and(
      eq(other.accountId, accountId),
      inArray(other.state, ['in', 'offered']),
      ne(meanwhile.id, id),
      isNull(meanwhile.endedAt),
      lt(meanwhile.startsAt, endsAt),
      gt(meanwhile.endsAt, startsAt),
    ))

const findClash = prepared((read: Reader, { accountId, ...span }: Slots<Span & { accountId: string }>) =>
  clashing(read, span, accountId).limit(1).prepare('find_clash'),
)

/** The title of what an opening clashes with for somebody; undefined where it fits. */
export async function clashOf(
  read: Reader,
  { id, startsAt, endsAt }: Opening,
  accountId: string,
): Promise<string | undefined> {
  if (startsAt === null || endsAt === null) return undefined
  return (await findClash(read, { accountId, id, startsAt, endsAt }))[0]?.title
}

const lockPerson = prepared((tx, { id }: Slots<{ id: string }>) => {
  const { disabledAt, deletedAt } = accounts
  return locked(tx.select({ disabledAt, deletedAt }).from(accounts).where(eq(accounts.id, id)))
    .prepare('lock_account')
})

/**
 * Locks an account, so that two transactions about one person's time run one after the other and see each
 * other's sign-ups. True if the person may be given a place.
 */
export async function lockAccount(tx: Transaction, id: string): Promise<boolean> {
  const [person] = await lockPerson(tx, { id })
  return person !== undefined && person.disabledAt === null && person.deletedAt === null
}

const waitingFit = (read: Reader, id: SQLWrapper, isFree: SQL | undefined) =>
  read
    .select({ accountId: signups.accountId })
    .from(signups)
    .innerJoin(accounts, eq(accounts.id, signups.accountId))
    .where(and(
      eq(signups.openingId, id),
      waits,
      isNull(accounts.disabledAt),
      isNull(accounts.deletedAt),
      isFree,
    ))
    .orderBy(asc(signups.seq))

/** The waiting people without a clash, in the order of their sign-ups. */
const nextFit = prepared((tx, { most, ...span }: Slots<Span & { most: number }>) =>
  waitingFit(tx, span.id, notExists(clashing(tx, span, signups.accountId))).limit(most).prepare('next_fit'),
)
/** The same for an opening without a time. */
const nextWaiting = prepared((tx, { id, most }: Slots<{ id: string, most: number }>) =>
  waitingFit(tx, id, undefined).limit(most).prepare('next_waiting'),
)

/** True if a place is free and nobody waits for it, so that a newcomer gets it at once. */
export const isFreeFor = async (tx: Transaction, opening: Opening, now: number): Promise<boolean> =>
  hasPlace(opening, now) && !await anyoneWaits(tx, opening.id)

const hasPlace = ({ capacity, taken, startsAt, closesAt, endedAt }: Opening, now: number): boolean =>
  endedAt === null && (closesAt ?? startsAt ?? Infinity) > now && taken < capacity

type Place = Pick<typeof signups.$inferSelect, 'openingId' | 'accountId' | 'state' | 'answerBy' | 'at'>
/** Sets somebody's state in an opening. */
export const putIn = prepared((tx, { openingId, accountId, state, answerBy, at }: Slots<Place>) =>
  tx
    .update(signups)
    .set({ state: sql`${state}`, answerBy: sql`${answerBy}`, at: sql`${at}` })
    .where(and(eq(signups.openingId, openingId), eq(signups.accountId, accountId)))
    .prepare('put_in'),
)
export const setTaken = prepared((tx, { id, taken }: Slots<{ id: string, taken: number }>) =>
  tx.update(openings).set({ taken: sql`${taken}` }).where(eq(openings.id, id)).prepare('set_taken'),
)

/**
 * Gives free places to those who wait, in the order of their sign-ups, leaving out suspended people and those
 * with a clash. `newcomer`: somebody who is just signing up gets a place at once; the others get an offer.
 */
export async function fill({ tx, now }: Context, opening: Opening, newcomer?: string): Promise<Change[]> {
  if (!hasPlace(opening, now)) return []
  const { id, taken, startsAt, answerWithinMs } = opening
  const next = await nextOf(tx, opening, newcomer)
  if (next.length === 0) return []
  const until = answerWithinMs === null ? null : Math.min(now + answerWithinMs, startsAt ?? Infinity)
  const changes = next.map(({ accountId }): Change => until === null || accountId === newcomer
    ? { opening, accountId, state: 'in', answerBy: null }
    : { opening, accountId, state: 'offered', answerBy: until })
  for (const { accountId, state, answerBy } of changes)
    await putIn(tx, { openingId: id, accountId, state, answerBy, at: now })
  await setTaken(tx, { id, taken: taken + changes.length })
  return changes
}

/**
 * Those who get the free places. Each is locked and checked again, since they may be signing up elsewhere at
 * this moment.
 */
async function nextOf(tx: Transaction, opening: Opening, newcomer?: string): Promise<readonly Next[]> {
  const { id, startsAt, endsAt } = opening
  const most = opening.capacity - opening.taken
  if (startsAt === null || endsAt === null) return await nextWaiting(tx, { id, most })
  const locked = new Set([newcomer])
  for (;;) {
    const next = await nextFit(tx, { id, startsAt, endsAt, most })
    const others = next.map(({ accountId }) => accountId).filter(each => !locked.has(each)).sort()
    if (others.length === 0) return next
    for (const accountId of others) {
      await lockAccount(tx, accountId)
      locked.add(accountId)
    }
  }
}
interface Next { readonly accountId: string }

type Plan = Partial<Pick<Opening, 'title' | 'capacity' | 'closesAt' | 'startsAt' | 'endsAt'>>

/**
 * Changes an opening, locked by the caller, and fills places that become free. Undefined, and nothing
 * changed, if more places are taken than would be left. Offers end at the beginning at the latest.
 */
export async function changeOpening(
  context: Context,
  opening: Opening,
  plan: Plan,
): Promise<Change[] | undefined> {
  const changed = { ...opening, ...plan }
  if (changed.capacity < opening.taken) return undefined
  const { id, startsAt } = changed
  await context.tx.update(openings).set(plan).where(eq(openings.id, id))
  if (startsAt !== null) {
    await context.tx
      .update(signups)
      .set({ answerBy: startsAt })
      .where(and(eq(signups.openingId, id), gt(signups.answerBy, startsAt)))
  }
  return await fill(context, changed)
}

/**
 * The activities with a free place and somebody waiting who can take it, in the order of their openings.
 * Others are left out, because the task looks every minute and each of its commands has a receipt.
 */
export async function refsToFill(read: Reader, now: number): Promise<string[]> {
  const { id, startsAt, endsAt } = openings
  const isFree = notExists(clashing(read, { id, startsAt, endsAt }, signups.accountId))
  const rows = await read
    .select({ ref: openings.ref })
    .from(openings)
    .where(and(
      eq(openings.kind, 'activity'),
      isNull(openings.endedAt),
      lt(openings.taken, openings.capacity),
      or(isNull(openings.closesAt), gt(openings.closesAt, now)),
      exists(waitingFit(read, id, isFree)),
    ))
    .orderBy(asc(id))
  return rows.map(({ ref }) => ref)
}
