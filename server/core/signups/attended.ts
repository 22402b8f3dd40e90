import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import { prepared } from '#server/database/prepared.ts'
import { lockRow } from '#server/database/rows.ts'
import { MISSED_COUNTS_MS, MISSED_IN_A_ROW } from '#shared/volunteering/rules.ts'
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { isOf, lockOpening } from './openings.ts'
import { openings, signups } from './tables.ts'

type Opening = typeof openings.$inferSelect
type Signup = typeof signups.$inferSelect

/** States of those who had a place when it began: still expected, came, or missed it. */
const placed = ['in', 'came', 'missed'] as const
export const hadPlace = ({ state }: Pick<Signup, 'state'>): boolean =>
  (placed as readonly string[]).includes(state)

/** The opening of an activity or a team. */
export const openingOf = async (
  read: Reader,
  kind: Opening['kind'],
  ref: string,
): Promise<Opening | undefined> => (await findOpening(read, { kind, ref }))[0]

const findOpening = prepared((read: Reader, { kind, ref }: Slots<Pick<Opening, 'kind' | 'ref'>>) =>
  read
    .select()
    .from(openings)
    .where(and(eq(openings.kind, kind), eq(openings.ref, ref)))
    .prepare('find_opening'),
)

/** Somebody's sign-up, locked, so that decisions about their time run one after the other. */
export const lockSignup = async (
  tx: Transaction,
  openingId: string,
  accountId: string,
): Promise<Signup | undefined> => await lockRow(tx, signups, { openingId, accountId })

/**
 * Ids of the people in these states, in a fixed order, so that two transactions that lock them can't
 * deadlock.
 */
export async function peopleIn(
  read: Reader,
  openingId: string,
  states: readonly Signup['state'][],
): Promise<string[]> {
  const rows = await read
    .select({ accountId: signups.accountId })
    .from(signups)
    .where(and(eq(signups.openingId, openingId), inArray(signups.state, [...states])))
    .orderBy(signups.accountId)
  return rows.map(({ accountId }) => accountId)
}

/** Notes whether somebody who had a place came. */
export async function noteAttended(
  tx: Transaction,
  openingId: string,
  accountId: string,
  state: 'came' | 'missed',
  now: number,
): Promise<void> {
  await tx
    .update(signups)
    .set({ state, at: now })
    .where(and(isOf(openingId, accountId), inArray(signups.state, [...placed])))
}

/** Ends an opening: nobody signs up any more. */
export const endOpening = async (tx: Transaction, openingId: string, now: number): Promise<void> =>
  void (await tx
    .update(openings)
    .set({ endedAt: sql`coalesce(${openings.endedAt}, ${now})` })
    .where(eq(openings.id, openingId)))

/** Turns “missed” into “left”, once the no-show is to be forgotten. */
export async function forgetMissed(tx: Transaction, openingId: string, now: number): Promise<void> {
  await lockOpening(tx, openingId)
  const rows = await tx
    .update(signups)
    .set({ state: 'left', at: now })
    .where(and(eq(signups.openingId, openingId), eq(signups.state, 'missed')))
    .returning({ accountId: signups.accountId })
  await tx
    .update(openings)
    .set({ taken: sql`${openings.taken} - ${rows.length}` })
    .where(eq(openings.id, openingId))
}

/**
 * True where somebody did not come to the last two activities that they had a place in, both within 90 days:
 * the next sign-up asks "really?".
 */
export async function missedInARow(read: Reader, accountId: string, now: number): Promise<boolean> {
  // Most people have missed nothing, which is cheap to see.
  if ((await findMissed(read, { accountId })).length === 0) return false
  const rows = await findLast(read, { accountId, since: now - MISSED_COUNTS_MS })
  return rows.length === MISSED_IN_A_ROW && rows.every(({ state }) => state === 'missed')
}

const findMissed = prepared((read: Reader, { accountId }: Slots<{ accountId: string }>) =>
  read
    .select({ state: signups.state })
    .from(signups)
    .where(and(eq(signups.accountId, accountId), eq(signups.state, 'missed')))
    .limit(1)
    .prepare('find_missed'),
)
const findLast = prepared((read: Reader, { accountId, since }: Slots<{ accountId: string, since: number }>) =>
  read
    .select({ state: signups.state })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(
      eq(signups.accountId, accountId),
      inArray(signups.state, ['came', 'missed']),
      eq(openings.kind, 'activity'),
      gt(openings.endsAt, since),
    ))
    .orderBy(desc(openings.startsAt), desc(openings.id))
    .limit(MISSED_IN_A_ROW)
    .prepare('find_last_activities'),
)
