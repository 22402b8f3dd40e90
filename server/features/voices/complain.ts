import type { Handler } from '#server/sync/context.ts'
import { admins } from '#server/core/identity/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { complaints } from './tables.ts'

/** Records a complaint or suggestion, once for its id, and nudges the city's admins. */
export const complain: Handler<'voices.complain'> = async (input, { tx, actor, occurred, nudge }) => {
  const { complaintId, text, page } = input
  const { accountId } = actor
  const row = { id: complaintId, accountId, text, page, at: occurred }
  const isNew = await insertOnce(tx, complaints, row) === 1
  if (!isNew) {
    const isOwn = and(eq(complaints.id, complaintId), eq(complaints.accountId, accountId))
    if ((await tx.$count(complaints, isOwn)) === 0) throw new Refused({ code: 'voices.idTaken' })
    return
  }
  nudge(accountId, 'voices.mine')
  for (const admin of await admins(tx)) nudge(admin, 'desk.complaints')
}
