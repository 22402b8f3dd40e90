import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import type { PostRole } from './tables.ts'
import { accounts } from '#server/core/identity/index.ts'
import {
  admins,
  captainsOf,
  isHeld,
  keepersOf,
  membersOf,
  posts,
  staffOver,
} from '#server/core/posts/index.ts'
import { sql } from 'drizzle-orm'
import { notices } from './tables.ts'

/**
 * A post to which a notice goes, shown while its reader holds it. `scope`: the report's area for staff; the
 * id of the unit, station or team; empty for admins.
 */
export interface Post {
  readonly role: PostRole
  readonly scope: string
  /** The account that is notified alone while it holds the post, such as the one that asked a question. */
  readonly chiefly?: string | null
  /** Notifies only those staff who are not admins of the city; the admins if there are none. */
  readonly isNear?: boolean
  /** Leaves out people who also hold the post for this scope. */
  readonly unlessOf?: string
}

const holders: Record<PostRole, (read: Reader, now: number, scope: string) => Promise<string[]>> = {
  staff: staffOver,
  unit: membersOf,
  keeper: keepersOf,
  admin: admins,
  captain: captainsOf,
}

/** Ids of the active people who hold a post now. */
export async function holdersOf(
  read: Reader,
  { role, scope, chiefly, isNear, unlessOf }: Post,
  now: number,
): Promise<string[]> {
  const all = await holders[role](read, now, scope)
  const others = unlessOf === undefined ? [] : await holders[role](read, now, unlessOf)
  const held = all.filter(id => !others.includes(id))
  if (held.includes(chiefly ?? '')) return [chiefly!]
  const far = isNear ? await admins(read, now) : []
  const near = held.filter(id => !far.includes(id))
  return near.length > 0 ? near : held
}

/** True of a notice to a person, and of one to a post that its reader holds at an instant (ms). */
export const isForItsReader = (now: number): SQL => sql`(${notices.postRole} is null or exists (
  select 1 from ${posts} join ${accounts} on ${accounts.id} = ${posts.accountId}
  where ${posts.accountId} = ${notices.accountId} and ${accounts.disabledAt} is null and ${isHeld(now)}
    and case ${notices.postRole}
    when 'staff' then ${posts.kind} in ('staff', 'admin')
      and substr(${notices.postScope}, 1, length(${posts.scope})) = ${posts.scope}
    when 'admin' then ${posts.kind} = 'admin'
    else ${posts.kind} = ${notices.postRole} and ${posts.scope} = ${notices.postScope}
  end))`
