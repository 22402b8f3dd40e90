/** A share from 0 to 1 in whole percent: only the whole is 100, and only nothing is 0. */
export function percentOf(share: number): number {
  if (share <= 0) return 0
  return share >= 1 ? 100 : Math.min(99, Math.max(1, Math.round(share * 100)))
}
