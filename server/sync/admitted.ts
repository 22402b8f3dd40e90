import type { CommandSpec } from '#shared/sync/specs.ts'
import type { Actor } from './context.ts'
import { holdsAt } from '#shared/identity/posts.ts'

/**
 * The actor as an entry of the lists lets them in: with those of their posts that it names and that hold at
 * this instant (ms), so that no handler acts by another. Undefined where it does not let them in.
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
