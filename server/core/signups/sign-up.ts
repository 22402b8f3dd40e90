import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Change, Opening } from './openings.ts'
import { accounts } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { takesPlace } from '#shared/volunteering/rules.ts'
import { and, asc, count, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import { clashOf, fill, lockOpening, putIn, setTaken, waitedFor } from './openings.ts'
import { openings, signups } from './tables.ts'

type Context = Pick<CommandContext, 'tx' | 'now'>
type Signup = typeof signups.$inferSelect
type Key = Pick<Signup, 'openingId' | 'accountId'>

const findSignup = prepared((read: Reader, { openingId, accountId }: Slots<Key>) =>
  read
    .select()
    .from(signups)
    .where(and(eq(signups.openingId, openingId), eq(signups.accountId, accountId)))
    .prepare('find_signup'),
)

/** Somebody's sign-up for an opening. */
export const signupOf = async (
  read: Reader,
  openingId: string,
  accountId: string,
): Promise<Signup | undefined> => (await findSignup(read, { openingId, accountId }))[0]

const lockAccount = prepared((tx, { id }: Slots<{ id: string }>) =>
  tx
    .update(accounts)
    .set({ disabledReason: sql`${accounts.disabledReason}` })
    .where(eq(accounts.id, id))
    .prepare('lock_account'),
)
const saveSignup = prepared((tx, slots: Slots<Signup>) =>
  tx
    .insert(signups)
    .values(slots)
    .onConflictDoUpdate({
      target: [signups.openingId, signups.accountId],
      set: {
        seq: sql`excluded.seq`,
        state: sql`excluded.state`,
        words: sql`excluded.words`,
        answerBy: sql`excluded.answer_by`,
        at: sql`excluded.at`,
      },
    })
    .prepare('save_signup'),
)
const setLastSeq = prepared((tx, { id, seq }: Slots<{ id: string, seq: number }>) =>
  tx.update(openings).set({ lastSeq: sql`${seq}` }).where(eq(openings.id, id)).prepare('set_last_seq'),
)

const stands = (state: SignupState) => takesPlace(state) || state === 'asked' || state === 'waiting'

/** How an act ended: with changes, the person's own among them; or why it could not be. */
export type Outcome =
  | { readonly changes: readonly Change[] }
  | { readonly no: 'closed' | 'full' | 'over' | 'absent' }
  | { readonly no: 'clash', readonly title: string }

/**
 * Signs somebody up for an opening, locked by the caller: they are in, wait, or have asked. Whoever stands on
 * the list already keeps their place; who left goes to the end.
 */
export async function signUp(
  context: Context,
  opening: Opening,
  accountId: string,
  words = '',
): Promise<Outcome> {
  const { tx, now } = context
  const known = await signupOf(tx, opening.id, accountId)
  if (known && stands(known.state)) return { changes: [] }
  const { endedAt, opensAt, closesAt, flow } = opening
  if (endedAt !== null || now < opensAt || (closesAt !== null && closesAt <= now)) return { no: 'closed' }
  // Two sign-ups of one person wait for each other, or each would find that it clashes with nothing.
  await lockAccount(tx, { id: accountId })
  const title = await clashOf(tx, opening, accountId)
  if (title !== undefined) return { no: 'clash', title }

  const seq = opening.lastSeq + 1
  const state = flow === 'ask' ? 'asked' : 'waiting'
  const row = { openingId: opening.id, accountId, seq, state, words, answerBy: null, at: now } as const
  await saveSignup(tx, row)
  await setLastSeq(tx, { id: opening.id, seq })
  const changes = flow === 'ask' ? [] : await fill(context, { ...opening, lastSeq: seq }, accountId)
  const isIn = changes.some(change => change.accountId === accountId)
  return { changes: isIn ? changes : [{ opening, accountId, state, answerBy: null }, ...changes] }
}

/** Takes an offered place. An offer that ran out is not there any more, told by the clock or not. */
export async function acceptOffer(context: Context, opening: Opening, accountId: string): Promise<Outcome> {
  const { tx, now } = context
  const signup = await signupOf(tx, opening.id, accountId)
  if (signup?.state === 'in') return { changes: [] }
  if (!signup || signup.state !== 'offered') return { no: signup?.state === 'lapsed' ? 'over' : 'absent' }
  if (signup.answerBy! <= now || opening.endedAt !== null) return { no: 'over' }
  await lockAccount(tx, { id: accountId })
  const title = await clashOf(tx, opening, accountId)
  if (title !== undefined) return { no: 'clash', title }
  return await put(context, opening, accountId, 'in')
}

/** Lets in somebody who asked, if there is a place. */
export async function admit(context: Context, opening: Opening, accountId: string): Promise<Outcome> {
  const signup = await signupOf(context.tx, opening.id, accountId)
  if (signup?.state !== 'asked') return { no: 'absent' }
  if (opening.taken >= opening.capacity) return { no: 'full' }
  await setTaken(context.tx, { id: opening.id, taken: opening.taken + 1 })
  return await put(context, opening, accountId, 'in')
}

async function put(
  { tx, now }: Context,
  opening: Opening,
  accountId: string,
  state: SignupState,
): Promise<Outcome> {
  await putIn(tx, { openingId: opening.id, accountId, state, answerBy: null, at: now })
  return { changes: [{ opening, accountId, state, answerBy: null }] }
}

/**
 * Takes people off an opening: they left, were refused, or their offers lapsed. What that frees goes to those
 * who wait, here and at whatever else they waited for and now fits. People not on the list, and who came
 * already, are passed over.
 */
export async function takeOff(
  context: Context,
  openingId: string,
  accountIds: readonly string[],
  state: 'left' | 'refused' | 'lapsed',
): Promise<Change[]> {
  const { tx, now } = context
  const ids = [...await waitedFor(tx, accountIds, openingId), openingId].sort()
  const changes: Change[] = []
  const locked: Opening[] = []
  for (const id of ids) locked.push((await lockOpening(tx, id))!)
  const own = locked.find(({ id }) => id === openingId)!
  let freed = 0
  for (const accountId of accountIds) {
    const signup = await signupOf(tx, openingId, accountId)
    if (!signup || !stands(signup.state) || signup.state === 'came') continue
    if (takesPlace(signup.state)) freed++
    await putIn(tx, { openingId, accountId, state, answerBy: null, at: now })
    changes.push({ opening: own, accountId, state, answerBy: null })
  }
  if (freed > 0) await setTaken(tx, { id: openingId, taken: own.taken - freed })
  for (const opening of locked)
    changes.push(...await fill(context, opening === own ? { ...own, taken: own.taken - freed } : opening))
  return changes
}

/** Ends the offers of an opening that nobody accepted in time, in the order in which they ran out. */
export async function lapseOffers(context: Context, openingId: string): Promise<Change[]> {
  const late = await context.tx
    .select({ accountId: signups.accountId })
    .from(signups)
    .where(and(
      eq(signups.openingId, openingId),
      eq(signups.state, 'offered'),
      lte(signups.answerBy, context.now),
    ))
    .orderBy(asc(signups.answerBy), asc(signups.seq))
  return await takeOff(context, openingId, late.map(({ accountId }) => accountId), 'lapsed')
}

/** The activities with offers that ran out, the oldest first. */
export async function refsToLapse(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ ref: openings.ref })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(eq(openings.kind, 'activity'), eq(signups.state, 'offered'), lte(signups.answerBy, now)))
    .orderBy(asc(signups.answerBy))
  return [...new Set(rows.map(({ ref }) => ref))]
}

/** How many wait before somebody who waits; 0 for everybody else. */
export async function aheadOf(read: Reader, openingId: string, accountId: string): Promise<number> {
  const own = await signupOf(read, openingId, accountId)
  if (own?.state !== 'waiting') return 0
  return Number((await countBefore(read, { openingId, seq: own.seq }))[0]!.ahead)
}

const countBefore = prepared((read: Reader, { openingId, seq }: Slots<{ openingId: string, seq: number }>) =>
  read
    .select({ ahead: count() })
    .from(signups)
    .where(and(eq(signups.openingId, openingId), eq(signups.state, 'waiting'), lt(signups.seq, seq)))
    .prepare('count_before'),
)

/** How many wait for each of these openings; none where it is absent. */
export async function waitingFor(
  read: Reader,
  openingIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (openingIds.length === 0) return new Map()
  const rows = await read
    .select({ id: signups.openingId, waiting: count() })
    .from(signups)
    .where(and(inArray(signups.openingId, [...openingIds]), eq(signups.state, 'waiting')))
    .groupBy(signups.openingId)
  return new Map(rows.map(({ id, waiting }) => [id, waiting]))
}
