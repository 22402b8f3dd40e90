import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
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

const ownComplaints = ({ read, actor }: QueryContext) =>
  read
    .select()
    .from(complaints)
    .where(eq(complaints.accountId, actor.accountId))
    .orderBy(desc(complaints.at), desc(complaints.id))

/** Somebody's own complaints, newest first. */
export const myComplaints: QueryHandler<'voices.mine'> = async (_input, context) =>
  (await ownComplaints(context).limit(MINE_MAX)).map(complaintOf)

/** For `identity.export`: all of somebody's complaints. */
export const exportComplaints = async (context: QueryContext): Promise<Complaint[]> =>
  (await ownComplaints(context)).map(complaintOf)

/** Unanswered complaints first, the oldest on top; then the latest answers. */
export const deskComplaints: QueryHandler<'desk.complaints'> = async (_input, { read }) => {
  const isAnswered = sql`case when ${complaints.repliedAt} is null then 0 else 1 end`
  const rows = await read
    .select()
    .from(complaints)
    .orderBy(isAnswered, desc(complaints.repliedAt), asc(complaints.at), asc(complaints.id))
    .limit(DESK_MAX)
  return rows.map(complaintOf)
}
