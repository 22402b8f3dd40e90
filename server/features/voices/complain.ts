import type { CommandContext } from '#server/sync/context.ts'
import type { Complain } from '#shared/voices/schemas.ts'
import type { InferOutput } from 'valibot'
import { organisers } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { complaints } from './tables.ts'

/** Takes down a complaint or suggestion, once for its id, and lets the city's organisers know. */
export async function complain(
  { complaintId, text, page }: InferOutput<typeof Complain>,
  { tx, actor, occurred, nudge }: CommandContext,
): Promise<void> {
  const { accountId } = actor
  const taken = await tx
    .insert(complaints)
    .values({ id: complaintId, accountId, text, page, at: occurred })
    .onConflictDoNothing()
    .returning()
  if (taken.length === 0) {
    const own = await tx.$count(
      complaints,
      and(eq(complaints.id, complaintId), eq(complaints.accountId, accountId)),
    )
    if (own === 0) throw new Refused({ code: 'voices.idTaken' })
    return
  }
  nudge(accountId, 'voices.mine')
  for (const organiser of await organisers(tx)) nudge(organiser, 'desk.complaints')
}
