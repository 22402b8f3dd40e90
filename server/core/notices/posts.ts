import type { Reader } from '#server/database/database.ts'
import type { PostRole } from './tables.ts'
import { accounts, admins, membersOf, staffOver } from '#server/core/identity/index.ts'
import { stationKeepers } from '#server/core/stations/tables.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { notices } from './tables.ts'

/**
 * What somebody is notified as, for as long as they hold it. `scope`: the report's area for staff, the id of
 * the unit or of the station, empty for admins.
 */
export interface Post {
  readonly role: PostRole
  readonly scope: string
  /** Notified alone while they hold it: whoever asked hears the answer. */
  readonly chiefly?: string | null
}

const keepersOf = async (read: Reader, stationId: string): Promise<string[]> => {
  const rows = await read
    .select({ id: stationKeepers.accountId })
    .from(stationKeepers)
    .innerJoin(accounts, eq(accounts.id, stationKeepers.accountId))
    .where(
      and(
        eq(stationKeepers.stationId, stationId),
        eq(accounts.role, 'keeper'),
        isNull(accounts.disabledAt),
        isNull(accounts.deletedAt),
      ),
    )
  return rows.map(({ id }) => id)
}

const holders: Record<PostRole, (read: Reader, scope: string) => Promise<string[]>> = {
  staff: staffOver,
  unit: membersOf,
  keeper: keepersOf,
  admin: admins,
}

/** Ids of the active people who hold a post now. */
export async function holdersOf(read: Reader, { role, scope, chiefly }: Post): Promise<string[]> {
  const held = await holders[role](read, scope)
  return held.includes(chiefly ?? '') ? [chiefly!] : held
}

/** True of a notice to a person, and of one to a post that its reader holds now. */
export const isForItsReader = sql`(${notices.postRole} is null or exists (
  select 1 from ${accounts}
  where ${accounts.id} = ${notices.accountId} and ${accounts.disabledAt} is null
    and case ${notices.postRole}
    when 'staff' then ${accounts.role} in ('staff', 'admin')
      and substr(${notices.postScope}, 1, length(${accounts.areaId})) = ${accounts.areaId}
    when 'unit' then ${accounts.role} = 'unit' and ${accounts.unitId} = ${notices.postScope}
    when 'keeper' then ${accounts.role} = 'keeper' and exists (
      select 1 from ${stationKeepers}
      where ${stationKeepers.accountId} = ${accounts.id}
        and ${stationKeepers.stationId} = ${notices.postScope})
    when 'admin' then ${accounts.role} = 'admin'
  end))`
