import type { ReportKind } from '#shared/reports/rules.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import { isCommand } from '#client/sync/outbox.ts'
import { reportAwards } from '#shared/points/rules.ts'

interface Command { name: string, input: unknown }

/** The reports that staff have not decided about: how many, and their points before any daily cap. */
export function verifying(
  reports: readonly Pick<MyReport, 'id' | 'kind' | 'state' | 'mine'>[],
  waiting: readonly Command[],
) {
  const kinds = new Map<string, ReportKind>()
  for (const { id, kind, state, mine } of reports) {
    if (mine && state === 'filed') kinds.set(id, kind)
  }
  for (const command of waiting) {
    // A report that is being sent may be in the answer too; it counts once.
    if (isCommand(command, 'reports.file')) {
      const { reportId, kind } = command.input
      if (!reports.some(({ id }) => id === reportId)) kinds.set(reportId, kind)
    }
    if (isCommand(command, 'reports.amend')) {
      const { reportId, kind } = command.input
      if (kind && kinds.has(reportId)) kinds.set(reportId, kind)
    }
    if (isCommand(command, 'reports.withdraw')) kinds.delete(command.input.reportId)
  }
  const points = [...kinds.values()].reduce((sum, kind) => sum + reportAwards[kind].points, 0)
  return { count: kinds.size, points }
}
