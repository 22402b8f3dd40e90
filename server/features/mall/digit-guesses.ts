const WINDOW_MS = 3_600_000
/** More than are misheard in an hour at a busy counter, and far too few to find an order by trying. */
export const WRONG_MAX = 30
const KEEPERS_MAX = 10_000

// In memory: whoever restarts the city may guess again, and each process of a larger one counts by itself.
const wrong = new Map<string, { digits: string, at: number }[]>()

const recent = (keeperId: string, now: number) =>
  (wrong.get(keeperId) ?? []).filter(({ at }) => at > now - WINDOW_MS)

/** True once a keeper has read so many digits that stand for nothing: no more are looked up for a while. */
export const hasGuessedTooOften = (keeperId: string, now: number): boolean =>
  recent(keeperId, now).length >= WRONG_MAX

/** Notes digits that stood for no open order; the same command run again is the same guess. */
export function noteWrongGuess(keeperId: string, digits: string, now: number): void {
  const earlier = recent(keeperId, now)
  if (earlier.some(guess => guess.at === now && guess.digits === digits)) return
  if (wrong.size >= KEEPERS_MAX) wrong.clear()
  wrong.set(keeperId, [...earlier, { digits, at: now }])
}
