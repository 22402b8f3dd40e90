import type { Me } from '#shared/identity/schemas.ts'
import { isOneOf } from '#shared/identity/roles.ts'

/** The areas that somebody works for as staff or admin. */
export function deskAreas(me: Me | null): string[] {
  const posts = (me?.posts ?? []).filter(({ kind }) => kind === 'staff' || kind === 'admin')
  if (posts.length > 0) return posts.map(({ scope }) => scope)
  // What a phone saved before there were posts names the area alone.
  return isOneOf(me, ['staff', 'admin']) && me?.areaId ? [me.areaId] : []
}
