import type { ReportKind } from '#shared/reports/rules.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import { isCommand } from '#client/sync/outbox.ts'

interface Command { name: string, input: unknown }

/**
 * The reports that staff have not decided about: how many, and their points before any daily cap. `points`:
 * of each kind, where the server has promised none yet.
 */
export function verifying(
  reports: readonly Pick<MyReport, 'id' | 'kind' | 'state' | 'mine' | 'award'>[],
  waiting: readonly Command[],
  points: Readonly<Record<ReportKind, number>>,
) {
  const awards = new Map<string, number>()
  for (const { id, kind, state, mine, award } of reports) {
    if (mine && state === 'filed') awards.set(id, award ?? points[kind])
  }
  for (const command of waiting) {
    // A report that is being sent may be in the answer too; it counts once.
    if (isCommand(command, 'reports.file')) {
      const { reportId, kind } = command.input
      if (!reports.some(({ id }) => id === reportId)) awards.set(reportId, points[kind])
    }
    if (isCommand(command, 'reports.amend')) {
      const { reportId, kind } = command.input
      if (kind && awards.has(reportId)) awards.set(reportId, points[kind])
    }
    if (isCommand(command, 'reports.withdraw')) awards.delete(command.input.reportId)
  }
  return { count: awards.size, points: [...awards.values()].reduce((sum, award) => sum + award, 0) }
}
