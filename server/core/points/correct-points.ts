import type { CommandContext } from '#server/sync/context.ts'
import type { CorrectPoints } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { accountByPhone } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { requireOthersArea, tellDesks } from './corrections.ts'
import { pointCorrections } from './tables.ts'

/** Asks for a correction of somebody's points; nothing moves until another admin approves it. */
export async function correctPoints(
  { correctionId, phone, amount, words }: InferOutput<typeof CorrectPoints>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now } = context
  const person = await accountByPhone(tx, phone)
  if (!person) throw new Refused({ code: 'points.accountUnknown' })
  requireOthersArea(context, person)
  if ((await tx.$count(pointCorrections, eq(pointCorrections.id, correctionId))) > 0)
    throw new Refused({ code: 'points.idTaken' })
  await tx
    .insert(pointCorrections)
    .values({ id: correctionId, accountId: person.id, amount, words, askedBy: actor.accountId, askedAt: now })
  await tellDesks(context)
}
