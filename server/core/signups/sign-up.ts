import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Change, Opening } from './openings.ts'
import type { Own } from './waiting.ts'
import { prepared } from '#server/database/prepared.ts'
import { takesPlace } from '#shared/volunteering/rules.ts'
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import {
  clashOf,
  fill,
  isFreeFor,
  isOf,
  lockAccount,
  lockOpening,
  putIn,
  setTaken,
} from './openings.ts'
import { openings, signups } from './tables.ts'
import { waitedFor } from './waiting.ts'

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
const setCounts = prepared((tx, { id, lastSeq, taken }: Slots<Pick<Opening, 'id' | 'lastSeq' | 'taken'>>) =>
  tx
    .update(openings)
    .set({ lastSeq: sql`${lastSeq}`, taken: sql`${taken}` })
    .where(eq(openings.id, id))
    .prepare('set_counts'),
)

const stands = (state: SignupState) => takesPlace(state) || state === 'asked' || state === 'waiting'

/** The result of an act: the changes of everybody's places with `own` among them, or why it failed. */
export type Outcome = { readonly changes: readonly Change[] } | Refusal
export type Refusal =
  | { readonly no: 'closed' | 'full' | 'over' | 'absent' | 'removed' }
  | { readonly no: 'clash', readonly title: string }

/**
 * Signs somebody up for an opening, locked by the caller; `own` says whether they are in, wait or have asked.
 * Somebody on the list already keeps their place; somebody who left goes to its end. Somebody who was removed
 * has to be admitted: after asking, or once readmitted.
 */
export async function signUp(
  context: Context,
  opening: Opening,
  accountId: string,
  words = '',
): Promise<{ readonly changes: readonly Change[], readonly own: Own } | Refusal> {
  const { tx, now } = context
  const known = await signupOf(tx, opening.id, accountId)
  if (known && stands(known.state)) return { changes: [], own: known }
  const { endedAt, opensAt, closesAt, flow } = opening
  if (endedAt !== null || now < opensAt || (closesAt !== null && closesAt <= now)) return { no: 'closed' }
  if (flow === 'instant' && known?.state === 'refused') return { no: 'removed' }
  const isFit = await lockAccount(tx, accountId)
  const title = await clashOf(tx, opening, accountId)
  if (title !== undefined) return { no: 'clash', title }

  const seq = opening.lastSeq + 1
  const isIn = isFit && flow === 'instant' && await isFreeFor(tx, opening, now)
  const state = flow === 'ask' ? 'asked' : isIn ? 'in' : 'waiting'
  const row = { openingId: opening.id, accountId, seq, state, words, answerBy: null, at: now } as const
  const counted = { ...opening, lastSeq: seq, taken: isIn ? opening.taken + 1 : opening.taken }
  await saveSignup(tx, row)
  await setCounts(tx, { id: opening.id, lastSeq: seq, taken: counted.taken })
  const changes = state === 'waiting' ? await fill(context, counted, accountId) : []
  const own = changes.find(change => change.accountId === accountId)
  if (own) return { changes, own: { ...row, state: own.state } }
  return { changes: [{ opening, accountId, state, answerBy: null }, ...changes], own: row }
}

/** Accepts an offered place. An expired offer counts as gone, even if the task has not ended it yet. */
export async function acceptOffer(context: Context, opening: Opening, accountId: string): Promise<Outcome> {
  const { tx, now } = context
  const signup = await signupOf(tx, opening.id, accountId)
  if (signup?.state === 'in') return { changes: [] }
  if (!signup || signup.state !== 'offered') return { no: signup?.state === 'lapsed' ? 'over' : 'absent' }
  if (signup.answerBy! <= now || opening.endedAt !== null) return { no: 'over' }
  await lockAccount(tx, accountId)
  const title = await clashOf(tx, opening, accountId)
  if (title !== undefined) return { no: 'clash', title }
  return await put(context, opening, accountId, 'in')
}

/** Admits somebody who asked, if there is a place. */
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
 * Takes people off openings: they left, were refused, or their offers lapsed. The free places go to those who
 * wait here, and to waiting lists elsewhere on which these people now have no clash. Ignores people who are
 * not on the list or have come already.
 */
export async function takeOff(
  context: Context,
  openingIds: readonly string[],
  accountIds: readonly string[],
  state: 'left' | 'refused' | 'lapsed',
): Promise<Change[]> {
  const { tx } = context
  const ids = new Set([...await waitedFor(tx, accountIds), ...openingIds])
  const changes: Change[] = []
  const locked: Opening[] = []
  for (const id of [...ids].sort()) locked.push((await lockOpening(tx, id))!)
  for (const [at, opening] of locked.entries()) {
    if (openingIds.includes(opening.id))
      locked[at] = await strike(context, opening, { accountIds, state }, changes)
  }
  for (const opening of locked) changes.push(...await fill(context, opening))
  return changes
}

interface Struck { readonly accountIds: readonly string[], readonly state: SignupState }
/** Takes people off the list of an opening, locked by the caller; returns the changed opening. */
async function strike(
  { tx, now }: Context,
  opening: Opening,
  { accountIds, state }: Struck,
  changes: Change[],
): Promise<Opening> {
  let { taken } = opening
  for (const accountId of accountIds) {
    const signup = await signupOf(tx, opening.id, accountId)
    if (!signup || !stands(signup.state) || signup.state === 'came') continue
    // Checked under the lock, since the offer may just have been accepted.
    if (state === 'lapsed' && !isOver(signup, now)) continue
    if (takesPlace(signup.state)) taken--
    await putIn(tx, { openingId: opening.id, accountId, state, answerBy: null, at: now })
    changes.push({ opening, accountId, state, answerBy: null })
  }
  if (taken < opening.taken) await setTaken(tx, { id: opening.id, taken })
  return { ...opening, taken }
}

const isOver = ({ state, answerBy }: Pick<Signup, 'state' | 'answerBy'>, now: number): boolean =>
  state === 'offered' && answerBy! <= now

/** Lets somebody who was removed sign up again; true if they had been removed. */
export async function readmit({ tx, now }: Context, openingId: string, accountId: string): Promise<boolean> {
  const readmitted = await tx
    .update(signups)
    .set({ state: 'left', at: now })
    .where(and(isOf(openingId, accountId), eq(signups.state, 'refused')))
    .returning({ seq: signups.seq })
  return readmitted.length > 0
}

/** Ends the expired offers of an opening in the order in which they expired. */
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
  return await takeOff(context, [openingId], late.map(({ accountId }) => accountId), 'lapsed')
}

/** The activities with expired offers, oldest first. */
export async function refsToLapse(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ ref: openings.ref })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(
      eq(openings.kind, 'activity'),
      isNull(openings.endedAt),
      eq(signups.state, 'offered'),
      lte(signups.answerBy, now),
    ))
    .orderBy(asc(signups.answerBy), asc(openings.id))
  return [...new Set(rows.map(({ ref }) => ref))]
}
