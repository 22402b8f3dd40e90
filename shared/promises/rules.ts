/** What became of promises in a span: closed, those of them by the day promised, and open past that day. */
export interface Kept { readonly onTime: number, readonly closed: number, readonly overdue: number }
export const noneKept: Kept = { onTime: 0, closed: 0, overdue: 0 }

export const addKept = (a: Kept, b: Kept): Kept => ({
  onTime: a.onTime + b.onTime,
  closed: a.closed + b.closed,
  overdue: a.overdue + b.overdue,
})

/**
 * The honest clock: closed on time ÷ (closed + open and overdue), from 0 to 1; null where nothing was due.
 * What is left lying counts against it, so that not closing what is late helps nobody.
 */
export const shareOnTime = ({ onTime, closed, overdue }: Kept): number | null =>
  closed + overdue === 0 ? null : onTime / (closed + overdue)
