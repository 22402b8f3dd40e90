import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Report } from './report.ts'
import { sentAmong } from '#server/core/media/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { reportPhotos } from './tables.ts'

type Filed = Pick<Report, 'id' | 'reporterId'>

/**
 * Which of these are somebody's own business: they filed the report, or sent one of the photos it was filed
 * with.
 */
export async function ownAmong(read: Reader, accountId: string, reports: Filed[]): Promise<Set<string>> {
  const own = new Set(reports.filter(({ reporterId }) => reporterId === accountId).map(({ id }) => id))
  const others = reports.filter(({ id }) => !own.has(id)).map(({ id }) => id)
  if (others.length === 0) return own
  const filedWith = await read
    .select({ id: reportPhotos.reportId, hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(and(inArray(reportPhotos.reportId, others), eq(reportPhotos.part, 'before')))
  const sent = await sentAmong(
    read,
    accountId,
    filedWith.map(({ hash }) => hash),
  )
  for (const { id, hash } of filedWith) {
    if (sent.has(hash)) own.add(id)
  }
  return own
}

const findFiledWith = prepared((read: Reader, { reportId }: Slots<{ reportId: string }>) =>
  read
    .select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(and(eq(reportPhotos.reportId, reportId), eq(reportPhotos.part, 'before')))
    .prepare('find_filed_with'),
)

/** True when this one is: nobody acts on their own. */
export async function isOwn(read: Reader, accountId: string, { id, reporterId }: Filed): Promise<boolean> {
  return (
    reporterId === accountId
    || (
      await sentAmong(
        read,
        accountId,
        (await findFiledWith(read, { reportId: id })).map(({ hash }) => hash),
      )
    ).size > 0
  )
}
