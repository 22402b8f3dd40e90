import type { Handler } from '#server/sync/context.ts'
import { admins, findAccount } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { complaints } from './tables.ts'

/** Answers a complaint and notifies whoever wrote it; a second answer replaces the first. */
export const reply: Handler<'voices.reply'> = async ({ complaintId, words }, context) => {
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
  for (const admin of await admins(tx)) nudge(admin, 'desk.complaints')
}
