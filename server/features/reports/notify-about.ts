import type { Addressee } from '#server/core/notices/index.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { Hearer } from '#shared/reports/step-notices.ts'
import type { Report } from './report.ts'
import { notify } from '#server/core/notices/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { kindRules } from '#shared/reports/rules.ts'
import { stepNotices } from '#shared/reports/step-notices.ts'
import { eq } from 'drizzle-orm'
import { reportSupporters } from './tables.ts'
import { sameAlarms } from './urgent.ts'

const findFollowers = prepared((tx, { reportId }: Slots<{ reportId: string }>) =>
  tx
    .select({ accountId: reportSupporters.accountId })
    .from(reportSupporters)
    .where(eq(reportSupporters.reportId, reportId))
    .prepare('find_followers'),
)

/** The people who supported a report and so follow it; a report that isn't public has none. */
export async function followersOf(
  { tx }: CommandContext,
  { id, kind }: Pick<Report, 'id' | 'kind'>,
): Promise<string[]> {
  if (!kindRules[kind].isPublic) return []
  return (await findFollowers(tx, { reportId: id })).map(({ accountId }) => accountId)
}

/** The queries of the desk's lists. */
export const deskLists = ['desk.reports', 'console.queue'] as const

/** Nudges every query whose answer a change of this report may have changed. */
export async function nudgeAbout(
  context: CommandContext,
  report: Pick<Report, 'id' | 'reporterId'>,
): Promise<void> {
  context.nudge('*', ...deskLists, 'desk.search', 'desk.units', 'desk.raised')
  context.nudge('*', 'reports.one', 'reports.nearby')
  context.nudge(report.reporterId, 'reports.mine')
  for (const { accountId } of await findFollowers(context.tx, { reportId: report.id }))
    context.nudge(accountId, 'reports.mine')
}

type Notified = Pick<
  Report,
  | 'id'
  | 'number'
  | 'kind'
  | 'areaId'
  | 'reporterId'
  | 'unitId'
  | 'clerkId'
  | 'questionBy'
  | 'latitude'
  | 'longitude'
>
interface StepTaken {
  readonly step: ReportStep
  readonly words?: string | undefined
  readonly unitName?: string | undefined
}

/** Notifies those whom the table `stepNotices` names for a step; `before` is the report before the step. */
export async function notifyAbout(
  context: CommandContext,
  after: Notified,
  before: Notified,
  { step, words, unitName }: StepTaken,
): Promise<void> {
  const quotable = { words, unitName, nothing: undefined }
  for (const { kind, to, quotes = 'words', onlyIf } of stepNotices[step]) {
    if (onlyIf && !onlyIf(after, before)) continue
    const meant: Addressee[] = []
    for (const hearer of to) meant.push(...await addressees[hearer](context, after, before))
    const notice = { kind, ref: after.id, number: after.number, words: quotable[quotes] }
    const unlessTold = kind === 'reports.urgent' ? await sameAlarms(context, after) : undefined
    await notify(context, meant, notice, { unlessTold })
  }
}

type Find = (context: CommandContext, after: Notified, before: Notified) => Addressee[] | Promise<Addressee[]>
const addressees: Record<Hearer, Find> = {
  reporter: (_context, { reporterId }) => [reporterId],
  followers: followersOf,
  staff: (_context, { areaId }) => [{ role: 'staff', scope: areaId }],
  formerStaff: (_context, after, { areaId }) => [{ role: 'staff', scope: areaId, unlessOf: after.areaId }],
  unit: (_context, { unitId }) => unitId === null ? [] : [{ role: 'unit', scope: unitId }],
  admins: () => [{ role: 'admin', scope: '' }],
  clerk: (_context, { areaId, clerkId }) => [{ role: 'staff', scope: areaId, chiefly: clerkId }],
  holder: (context, after, before) =>
    addressees[after.unitId === null ? 'clerk' : 'unit'](context, after, before),
  asker: (_context, { areaId }, { questionBy }) => [{ role: 'staff', scope: areaId, chiefly: questionBy }],
}
