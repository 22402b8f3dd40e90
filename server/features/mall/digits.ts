import { keyedHash } from '#server/core/keys/index.ts'

const DIGITS = 6
/** How often digits are drawn until no open order of the station has them; a second draw is rare. */
export const DRAWS_MAX = 20

/** The six digits of an order's draw. Without the city's secret nobody can work them out. */
export const digitsOf = (orderId: string, round: number): string =>
  String(
    keyedHash('pick-up digits', 'draw', orderId, String(round)).readUIntBE(0, 6) % 10 ** DIGITS,
  ).padStart(DIGITS, '0')

/** What the database stores of the digits: a keyed hash, since a million plain ones are soon tried. */
export const hashDigits = (stationId: string, digits: string): string =>
  keyedHash('pick-up digits', 'kept', stationId, digits).toString('base64url')

const WINDOW_MS = 3_600_000
/** More than are misheard at a busy counter in an hour, and far too few to find an order by trying. */
const WRONG_GUESSES_MAX = 30
const KEEPERS_MAX = 10_000

// In memory: a restart forgets the guesses, and each process of a larger city counts its own.
const wrong = new Map<string, { digits: string, at: number }[]>()

const recent = (keeperId: string, now: number) =>
  (wrong.get(keeperId) ?? []).filter(({ at }) => at > now - WINDOW_MS)

/** True while a keeper has read too many digits that stand for no open order. */
export const hasGuessedTooOften = (keeperId: string, now: number): boolean =>
  recent(keeperId, now).length >= WRONG_GUESSES_MAX

/** Counts digits that stand for no open order. A command that is run again counts once. */
export function countWrongGuess(keeperId: string, digits: string, now: number): void {
  const earlier = recent(keeperId, now)
  if (earlier.some(guess => guess.at === now && guess.digits === digits)) return
  if (wrong.size >= KEEPERS_MAX) wrong.clear()
  wrong.set(keeperId, [...earlier, { digits, at: now }])
}
