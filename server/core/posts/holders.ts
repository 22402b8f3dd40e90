import type { Reader } from '#server/database/database.ts'
import type { HeldPost, PostKind } from '#shared/identity/posts.ts'
import type { SQL } from 'drizzle-orm'
import { accounts, isActive, units } from '#server/core/identity/tables.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { and, asc, eq, gt, inArray, isNull, lte, notExists, or } from 'drizzle-orm'
import { posts } from './tables.ts'

/** The columns of a post that permission checks need. */
export const heldPost = {
  id: posts.id,
  kind: posts.kind,
  scope: posts.scope,
  from: posts.from,
  until: posts.until,
} as const

/** The condition that a post is not over at an instant (ms): it holds, or begins later. */
export const isOpen = (now: number): SQL =>
  and(isNull(posts.endedAt), or(isNull(posts.until), gt(posts.until, now)))!

/** The condition that a post holds at an instant (ms). */
export const isHeld = (now: number): SQL => and(
  isOpen(now),
  eq(posts.awaitsConfirmation, false),
  lte(posts.from, now),
)!

/** The posts that somebody holds now. */
export const postsOf = async (read: Reader, accountId: string, now: number): Promise<HeldPost[]> =>
  await read
    .select(heldPost)
    .from(posts)
    .where(and(eq(posts.accountId, accountId), isHeld(now)))
    .orderBy(asc(posts.from), asc(posts.id))

/** Ids of the active people who hold a post of one of these kinds in one of these scopes, or in any. */
async function holders(
  read: Reader,
  now: number,
  kinds: readonly PostKind[],
  scopes?: readonly string[],
): Promise<string[]> {
  const rows = await read
    .selectDistinct({ id: accounts.id })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .where(and(
      inArray(posts.kind, [...kinds]),
      scopes && inArray(posts.scope, [...scopes]),
      isHeld(now),
      isActive,
    ))
  return rows.map(({ id }) => id)
}

/** Ids of the active admins. */
export const admins = (read: Reader, now: number): Promise<string[]> => holders(read, now, ['admin'])

/** Ids of the active staff and admins whose area covers this one. */
export const staffOver = (read: Reader, now: number, areaId: string): Promise<string[]> =>
  holders(read, now, ['staff', 'admin'], areaCodeLengths
    .filter(length => length <= areaId.length)
    .map(length => areaId.slice(0, length)))

/** Ids of the active people of a handling unit. */
export const membersOf = (read: Reader, now: number, unitId: string): Promise<string[]> =>
  holders(read, now, ['unit'], [unitId])

/** Ids of the active keepers of a station. */
export const keepersOf = (read: Reader, now: number, stationId: string): Promise<string[]> =>
  holders(read, now, ['keeper'], [stationId])

/** Ids of the active captains of a team. */
export const captainsOf = (read: Reader, now: number, teamId: string): Promise<string[]> =>
  holders(read, now, ['captain'], [teamId])

/** Ids of the units that have no active people: nobody of them signs in. */
async function unitsWithoutPeople(read: Reader, now: number, condition?: SQL): Promise<string[]> {
  const members = read
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .where(and(eq(posts.kind, 'unit'), eq(posts.scope, units.id), isHeld(now), isActive))
  const rows = await read.select({ id: units.id }).from(units).where(and(notExists(members), condition))
  return rows.map(({ id }) => id)
}

/** Ids of the units with neither people nor case links, to which nothing can be assigned. */
export const unitsOutOfReach = (read: Reader, now: number): Promise<string[]> =>
  unitsWithoutPeople(read, now, eq(units.worksByLink, false))

export interface AreaUnit {
  readonly id: string
  readonly name: string
  readonly hasPeople: boolean
  readonly worksByLink: boolean
}

/**
 * The units whose area covers an area or lies in it, by name, including those to which nothing can be
 * assigned.
 */
export async function unitsFor(
  read: Reader,
  areaId: string,
  now: number,
): Promise<AreaUnit[]> {
  const rows = await read.select().from(units).orderBy(asc(units.name))
  const empty = await unitsWithoutPeople(read, now)
  return rows
    .filter(unit => isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId))
    .map(({ id, name, worksByLink }) => ({ id, name, hasPeople: !empty.includes(id), worksByLink }))
}
