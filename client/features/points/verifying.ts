import type { ReportKind } from '#shared/reports/rules.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import { reportAwards } from '#shared/points/rules.ts'

interface Command { name: string, input: unknown }

/**
 * What the reports nobody has looked at yet may bring: how many there are, and their points before any daily
 * cap.
 */
export function verifying(
  reports: readonly Pick<MyReport, 'id' | 'kind' | 'state' | 'mine'>[],
  waiting: readonly Command[],
) {
  const kinds = new Map<string, ReportKind>()
  for (const { id, kind, state, mine } of reports) {
    if (mine && state === 'filed') kinds.set(id, kind)
  }
  for (const { name, input } of waiting) {
    const { reportId, kind } = input as { reportId: string, kind?: ReportKind }
    // One that is on its way may be in the answer already: its id counts once.
    if (name === 'reports.file' && kind && !reports.some(({ id }) => id === reportId))
      kinds.set(reportId, kind)
    if (name === 'reports.amend' && kind && kinds.has(reportId)) kinds.set(reportId, kind)
    if (name === 'reports.withdraw') kinds.delete(reportId)
  }
  const points = [...kinds.values()].reduce((sum, kind) => sum + reportAwards[kind].points, 0)
  return { count: kinds.size, points }
}
