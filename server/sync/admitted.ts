import type { CommandSpec } from '#shared/sync/specs.ts'
import type { Actor } from './context.ts'
import { holdsAt } from '#shared/identity/posts.ts'

/**
 * The actor as a line of the lists admits them: with only the posts that it names and that hold at this
 * instant (ms), so that no handler acts by another post. Undefined if it does not admit them.
 */
export function admitted(
  { by, notWith = [] }: Pick<CommandSpec, 'by' | 'notWith'>,
  actor: Actor,
  now: number,
): Actor | undefined {
  const held = actor.posts.filter(post => holdsAt(post, now))
  if (held.some(({ kind }) => notWith.includes(kind))) return undefined
  const posts = held.filter(({ kind }) => by.includes(kind))
  if (posts.length === 0 && !by.includes(actor.role)) return undefined
  return posts.length === actor.posts.length ? actor : { ...actor, posts }
}

/** How long a code of the second factor counts as fresh. */
const FRESH_MS = 10 * 60_000

/**
 * What a line of the lists requires of the second factor before it admits the actor: `missing`, the set-up;
 * `stale`, a fresh code. Undefined if nothing is lacking.
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
