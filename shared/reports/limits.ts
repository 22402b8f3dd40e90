import type { ReportKind } from './rules.ts'
import { addWorkingDays } from '#shared/kernel/day.ts'

const HOUR_MS = 3_600_000

/** How long the city has: hours around the clock, or working days (Asia/Shanghai). */
export type TimeLimit = { readonly hours: number } | { readonly workingDays: number }

/** The time limits until an admin rules otherwise. */
export const builtInLimits: Readonly<Record<ReportKind, TimeLimit>> = {
  emergency: { hours: 2 },
  warning: { hours: 4 },
  hazard: { hours: 24 },
  security: { workingDays: 3 },
  environment: { workingDays: 3 },
  patrol: { workingDays: 5 },
  other: { workingDays: 7 },
}

/** When a report filed at `filedAt` is due under this limit (ms). */
export const dueAt = (limit: TimeLimit, filedAt: number): number =>
  'hours' in limit ? filedAt + limit.hours * HOUR_MS : addWorkingDays(filedAt, limit.workingDays)
