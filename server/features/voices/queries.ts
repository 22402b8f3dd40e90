import type { QueryContext } from '#server/sync/context.ts'
import type { Complaint } from '#shared/voices/schemas.ts'
import { asc, desc, eq, sql } from 'drizzle-orm'
import { complaints } from './tables.ts'

const MINE_MAX = 100
const DESK_MAX = 200
type Row = typeof complaints.$inferSelect

const complaintOf = ({ id, text, page, at, replyWords, repliedAt }: Row): Complaint => ({
  id,
  text,
  page,
  at,
  reply: replyWords === null || repliedAt === null ? null : { words: replyWords, at: repliedAt },
})

const written = ({ read, actor }: QueryContext) =>
  read
    .select()
    .from(complaints)
    .where(eq(complaints.accountId, actor.accountId))
    .orderBy(desc(complaints.at), desc(complaints.id))

/** Answers `voices.mine`: one's own, newest first. */
export const myComplaints = async (_input: object, context: QueryContext): Promise<Complaint[]> =>
  (await written(context).limit(MINE_MAX)).map(complaintOf)

/** One's own complaints, all of them, for `identity.export`. */
export const exportComplaints = async (context: QueryContext): Promise<Complaint[]> =>
  (await written(context)).map(complaintOf)

/**
 * Answers `desk.complaints`: those that wait for an answer first, longest waiting on top; then the newest
 * answers.
 */
export async function deskComplaints(_input: object, { read }: QueryContext): Promise<Complaint[]> {
  const isAnswered = sql`case when ${complaints.repliedAt} is null then 0 else 1 end`
  const rows = await read
    .select()
    .from(complaints)
    .orderBy(isAnswered, desc(complaints.repliedAt), asc(complaints.at), asc(complaints.id))
    .limit(DESK_MAX)
  return rows.map(complaintOf)
}
