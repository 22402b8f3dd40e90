import { sha256 } from '@noble/hashes/sha2.js'

/** Leading bits of the digest that must be 0: 260,000 tries on average, some seconds on a cheap phone. */
const PUZZLE_BITS = 18
const encoder = new TextEncoder()

/** Whether a number solves a puzzle, which is any text. Costs one digest. */
export function isSolution(puzzle: string, solution: number): boolean {
  const digest = sha256(encoder.encode(`${puzzle}.${solution}`))
  const head = new DataView(digest.buffer, digest.byteOffset).getUint32(0)
  return Math.clz32(head) >= PUZZLE_BITS
}

/** The least number that solves a puzzle. It blocks: a phone solves in a worker. */
export function solve(puzzle: string): number {
  let solution = 0
  while (!isSolution(puzzle, solution)) solution++
  return solution
}
