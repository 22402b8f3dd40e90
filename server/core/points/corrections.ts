import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { CorrectPoints, DecideCorrection } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { accountByPhone, findAccount } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { admins, isInside, scopesOf } from '#server/core/posts/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { addPosted, ensureAccount, lockBalance } from './balances.ts'
import { insertTransfer } from './insert-transfer.ts'
import { pointCorrections } from './tables.ts'

/** Refuses a correction of one's own points, or of those of somebody outside one's area. */
function requireOthersArea(
  { actor }: CommandContext,
  { id, areaId }: Pick<Account, 'id' | 'areaId'>,
): void {
  if (id === actor.accountId) throw new Refused({ code: 'points.sameHands' })
  if (areaId !== null && !isInside(areaId, scopesOf(actor, 'admin')))
    throw new Refused({ code: 'command.notYourArea' })
}

/** Nudges the admins' page of points. */
export async function nudgeDesks({ tx, now, nudge }: CommandContext): Promise<void> {
  for (const admin of await admins(tx, now)) nudge(admin, 'points.desk')
}

/** Asks for a correction of somebody's points; nothing moves until another admin approves it. */
export async function correctPoints(
  { correctionId, phone, amount, words }: InferOutput<typeof CorrectPoints>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now } = context
  const person = await accountByPhone(tx, phone)
  if (!person) throw new Refused({ code: 'points.accountUnknown' })
  requireOthersArea(context, person)
  context.about({ areaId: person.areaId })
  if (!(await admins(tx, now)).some(id => id !== actor.accountId))
    throw new Refused({ code: 'points.nobodyApproves' })
  if ((await tx.$count(pointCorrections, eq(pointCorrections.id, correctionId))) > 0)
    throw new Refused({ code: 'points.idTaken' })
  await tx
    .insert(pointCorrections)
    .values({ id: correctionId, accountId: person.id, amount, words, askedBy: actor.accountId, askedAt: now })
  await nudgeDesks(context)
}

type Correction = typeof pointCorrections.$inferSelect

/** A second admin approves a correction, which moves the points at once, or declines it; once. */
export async function decideCorrection(
  { correctionId, isApproved, words }: InferOutput<typeof DecideCorrection>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now } = context
  const correction = await correctionFor(context, correctionId, isApproved)
  const moved = isApproved ? await move(context, correction) : 0
  const decided = await tx
    .update(pointCorrections)
    .set({
      state: isApproved ? 'approved' : 'declined',
      debt: isApproved ? moved - correction.amount : 0,
      decidedBy: actor.accountId,
      decidedAt: now,
      decidedWords: words ?? null,
    })
    .where(and(eq(pointCorrections.id, correctionId), eq(pointCorrections.state, 'asked')))
    .returning({ id: pointCorrections.id })
  // Another admin has just decided it; the refusal undoes what was moved here.
  if (decided.length === 0) throw new Refused({ code: 'points.correctionDecided' })
  await nudgeDesks(context)
  if (isApproved) {
    await notify(context, correction.accountId, {
      kind: 'points.corrected',
      ref: correctionId,
      words: correction.words,
      points: moved,
    })
  }
}

async function correctionFor(
  context: CommandContext,
  correctionId: string,
  isApproved: boolean,
): Promise<Correction> {
  const { tx, actor } = context
  const [correction] = await tx.select().from(pointCorrections).where(eq(pointCorrections.id, correctionId))
  if (!correction) throw new Refused({ code: 'points.correctionUnknown' })
  const person = await findAccount(tx, correction.accountId)
  if (!person) throw new Error('a correction is about an account that does not exist')
  requireOthersArea(context, person)
  context.about({ areaId: person.areaId })
  if (correction.askedBy === actor.accountId) throw new Refused({ code: 'points.sameHands' })
  if (correction.state !== 'asked') throw new Refused({ code: 'points.correctionDecided' })
  if (isApproved && person.deletedAt !== null) throw new Refused({ code: 'points.accountUnknown' })
  return correction
}

/** Adds the points, or takes those that are left; returns the change of the balance. */
async function move(
  context: CommandContext,
  { id, accountId, amount: asked, words, askedBy }: Correction,
): Promise<number> {
  const { tx, actor, now, nudge } = context
  await ensureAccount(tx, accountId)
  const { posted, held } = await lockBalance(tx, accountId)
  const by = asked > 0 ? asked : -Math.min(-asked, posted - held)
  if (by === 0) return 0
  const [debit, credit] = by > 0 ? (['issued', accountId] as const) : ([accountId, 'issued'] as const)
  await insertTransfer(tx, {
    id: uuidv7(),
    kind: 'post',
    debit,
    credit,
    amount: Math.abs(by),
    reason: 'points.corrected',
    ref: id,
    actorId: askedBy,
    approverId: actor.accountId,
    occurredOn: dayOf(now),
    note: words,
    postedAt: now,
  })
  await addPosted(tx, accountId, by)
  nudge(accountId, 'points.mine')
  return by
}
