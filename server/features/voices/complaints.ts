import type { Reader } from '#server/database/database.ts'
import type { Handler, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { Complaint } from '#shared/voices/schemas.ts'
import type { SQL } from 'drizzle-orm'
import { findAccount, requireSeen } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { admins } from '#server/core/posts/index.ts'
import { pageOf, waitingFirst } from '#server/database/pages.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, sql } from 'drizzle-orm'
import { complaints } from './tables.ts'

/** Records a complaint or suggestion, once for its id, and nudges the city's admins. */
export const complain: Handler<'voices.complain'> = async (input, { tx, actor, now, occurred, nudge }) => {
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
  for (const admin of await admins(tx, now)) nudge(admin, 'desk.complaints')
}

/** Answers a complaint and notifies whoever wrote it; who has seen an answer may replace it. */
export const reply: Handler<'voices.reply'> = async ({ complaintId, words, seen }, context) => {
  const { tx, actor, now, nudge } = context
  const known = await lockRow(tx, complaints, 'page', eq(complaints.id, complaintId))
  if (!known) throw new Refused({ code: 'voices.unknown' })
  const { repliedAt, repliedBy } = known
  const last = repliedAt !== null && repliedBy !== null ? { at: repliedAt, by: repliedBy } : undefined
  // Older apps offer the form only where they show no answer.
  await requireSeen(context, seen ?? (repliedBy === actor.accountId ? undefined : 0), last)

  await tx
    .update(complaints)
    .set({ replyWords: words, repliedAt: now, repliedBy: actor.accountId })
    .where(eq(complaints.id, complaintId))

  const complainer = await findAccount(tx, known.accountId)
  if (complainer?.deletedAt === null) {
    await notify(context, complainer.id, { kind: 'voices.replied', ref: complaintId, words })
    nudge(complainer.id, 'voices.mine')
  }
  for (const admin of await admins(tx, now)) nudge(admin, 'desk.complaints')
}

type Row = typeof complaints.$inferSelect

const complaintOf = ({ id, text, page, at, replyWords, repliedAt }: Row, rank: number): Complaint => ({
  id,
  text,
  page,
  at,
  rank,
  reply: replyWords === null || repliedAt === null ? null : { words: replyWords, at: repliedAt },
})

/** A page of complaints, in the order of a rank and where it is equal by id. */
async function pageOfComplaints(
  read: Reader,
  { range, rank, of }: { range: PageRange, rank: SQL<number>, of?: SQL },
): Promise<Complaint[]> {
  const { rows } = await pageOf({
    range,
    rank,
    read: async (within, limit) =>
      await read
        .select({ row: complaints, rank })
        .from(complaints)
        .where(and(of, within))
        .orderBy(desc(rank), desc(complaints.id))
        .limit(limit),
    rankOf: row => row.rank,
  })
  return rows.map(({ row, rank }) => complaintOf(row, rank))
}

const byTime = sql<number>`${complaints.at}`.mapWith(Number)

/** Somebody's own complaints, newest first. */
export const myComplaints: QueryHandler<'voices.mine'> = async (range, { read, actor }) =>
  await pageOfComplaints(read, { range, rank: byTime, of: eq(complaints.accountId, actor.accountId) })

/** For `identity.export`: all of somebody's complaints. */
export async function exportComplaints({ read, actor }: QueryContext): Promise<Omit<Complaint, 'rank'>[]> {
  const rows = await read
    .select()
    .from(complaints)
    .where(eq(complaints.accountId, actor.accountId))
    .orderBy(desc(complaints.at), desc(complaints.id))
  return rows.map((row) => {
    const { rank, ...own } = complaintOf(row, row.at)
    return own
  })
}

/** Unanswered complaints first, the oldest on top; then the latest answers. */
export const deskComplaints: QueryHandler<'desk.complaints'> = async (range, { read }) =>
  await pageOfComplaints(read, { range, rank: waitingFirst(complaints.at, complaints.repliedAt) })
