import type { Report } from './report.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'

/** Until when the reporter may say whether it is fixed; null when there is nothing to say. */
export const rateUntil = ({ state, resolvedAt }: Pick<Report, 'state' | 'resolvedAt'>): number | null =>
  state === 'resolved' && resolvedAt !== null ? resolvedAt + RATING_WINDOW_MS : null
