import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import { eq } from 'drizzle-orm'
import { reportPhotos, reports } from './tables.ts'
import { sightOf, supportedBy } from './visibility.ts'

/** Whoever may see one of the reports that a photo belongs to may see the photo. */
export async function maySeePhoto(read: Reader, actor: Actor, hash: string): Promise<boolean> {
  const rows = await read
    .select({ report: reports })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .where(eq(reportPhotos.hash, hash))
  const supported = await supportedBy(
    read,
    actor.accountId,
    rows.map(({ report }) => report.id),
  )
  return rows.some(({ report }) => sightOf(actor, report, supported.has(report.id)).maySee)
}
