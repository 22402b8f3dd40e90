/** The promises of a span: closed on time, closed in all, and open past their day. */
export interface Kept { readonly onTime: number, readonly closed: number, readonly overdue: number }
export const noneKept: Kept = { onTime: 0, closed: 0, overdue: 0 }

export const addKept = (a: Kept, b: Kept): Kept => ({
  onTime: a.onTime + b.onTime,
  closed: a.closed + b.closed,
  overdue: a.overdue + b.overdue,
})

/**
 * The honest clock: closed on time ÷ (closed + open and overdue), from 0 to 1; null if nothing was due.
 * Overdue ones count against it, so that leaving late things open does not improve it.
 */
export const shareOnTime = ({ onTime, closed, overdue }: Kept): number | null =>
  closed + overdue === 0 ? null : onTime / (closed + overdue)
