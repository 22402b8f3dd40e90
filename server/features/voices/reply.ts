import type { CommandContext } from '#server/sync/context.ts'
import type { ReplyToComplaint } from '#shared/voices/schemas.ts'
import type { InferOutput } from 'valibot'
import { findAccount, organisers } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { complaints } from './tables.ts'

/** Answers a complaint and tells whoever complained; answering again mends the words. */
export async function reply(
  { complaintId, words }: InferOutput<typeof ReplyToComplaint>,
  context: CommandContext,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const [answered] = await tx
    .update(complaints)
    .set({ replyWords: words, repliedAt: now, repliedBy: actor.accountId })
    .where(eq(complaints.id, complaintId))
    .returning()
  if (!answered) throw new Refused({ code: 'voices.unknown' })

  const complainer = await findAccount(tx, answered.accountId)
  if (complainer?.deletedAt === null) {
    await notify(context, complainer.id, { kind: 'voices.replied', ref: complaintId, words })
    nudge(complainer.id, 'voices.mine')
  }
  for (const organiser of await organisers(tx)) nudge(organiser, 'desk.complaints')
}
