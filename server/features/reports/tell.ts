import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { Report } from './report.ts'
import { notify } from '#server/core/notices/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { kindRules } from '#shared/reports/rules.ts'
import { eq } from 'drizzle-orm'
import { reportSupporters } from './tables.ts'

const findFollowers = prepared((tx, { reportId }: Slots<{ reportId: string }>) =>
  tx
    .select({ accountId: reportSupporters.accountId })
    .from(reportSupporters)
    .where(eq(reportSupporters.reportId, reportId))
    .prepare('find_followers'),
)

/** Who follows a report: those who saw it too, as long as it is anybody's business. */
export async function followersOf(
  { tx }: CommandContext,
  { id, kind }: Pick<Report, 'id' | 'kind'>,
): Promise<string[]> {
  if (!kindRules[kind].isPublic) return []
  return (await findFollowers(tx, { reportId: id })).map(({ accountId }) => accountId)
}

/**
 * Nudges every answer that a change of this report may have changed. A follower sees it in their own list.
 */
export async function nudgeAbout(
  context: CommandContext,
  report: Pick<Report, 'id' | 'reporterId'>,
): Promise<void> {
  context.nudge('*', 'desk.reports', 'reports.one', 'reports.nearby', 'desk.units')
  context.nudge(report.reporterId, 'reports.mine')
  for (const { accountId } of await findFollowers(context.tx, { reportId: report.id }))
    context.nudge(accountId, 'reports.mine')
}

interface News { readonly words?: string | undefined, readonly points?: number }

/** Sends a notice about a report. */
export const tell = async (
  context: CommandContext,
  to: string | readonly string[],
  kind: NoticeKind,
  { id, number }: Pick<Report, 'id' | 'number'>,
  { words, points }: News = {},
): Promise<void> => await notify(context, to, { kind, ref: id, number, words, points })
