import type { CommandSpec } from '#shared/sync/specs.ts'
import type { Actor } from './context.ts'

/** How long a code of the second factor counts as fresh. */
const FRESH_MS = 10 * 60_000

/**
 * What of a second factor an entry of the lists lacks before the actor is let in: `missing`, to be set up
 * first; `stale`, a fresh code. Undefined where nothing is.
 */
export function factorWanted(
  { secondFactor, beforeFactor }: Pick<CommandSpec, 'secondFactor' | 'beforeFactor'>,
  { factorAt }: Pick<Actor, 'factorAt'>,
  now: number,
): 'missing' | 'stale' | undefined {
  if (factorAt === undefined) return undefined
  if (factorAt === null) return beforeFactor ? undefined : 'missing'
  return secondFactor && !isFresh(factorAt, now) ? 'stale' : undefined
}

export const isFresh = (factorAt: number, now: number): boolean => now - factorAt < FRESH_MS
