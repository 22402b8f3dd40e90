import { isSolution } from '#shared/identity/puzzle.ts'
import { keyedDigest, sameDigest } from './codes.ts'

const PUZZLE_LIFE_MS = 5 * 60_000

/** For whom a puzzle is, and when it was set. */
export interface PuzzleFor { readonly phone: string, readonly address: string, readonly now: number }

/**
 * A puzzle of a phone number, an address and a time. Nothing is stored: a solution serves one number from one
 * address for five minutes, and that number's own caps count what is asked with it.
 */
export const makePuzzle = (secret: string, { phone, address, now }: PuzzleFor): string =>
  `${now}.${keyedDigest(secret, 'puzzle', phone, address, String(now))}`

/** Whether a puzzle is ours, for this phone number and address, fresh, and solved. */
export function isSolved(
  secret: string,
  { puzzle, solution }: { puzzle: string, solution: number },
  { phone, address, now }: PuzzleFor,
): boolean {
  const setAt = Number(puzzle.split('.')[0])
  return setAt <= now
    && setAt > now - PUZZLE_LIFE_MS
    && sameDigest(puzzle, makePuzzle(secret, { phone, address, now: setAt }))
    && isSolution(puzzle, solution)
}
