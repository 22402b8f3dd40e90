import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryHandler } from '#server/sync/context.ts'
import type { FindPeople } from '#shared/people/schemas.ts'
import type { SQL } from 'drizzle-orm'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { accounts, phoneHint } from '#server/core/identity/index.ts'
import {
  areasOf,
  inAreas,
  isHeld,
  isOpen,
  posts,
  postsOf,
  scopeName,
  seesCity,
} from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { endsWith } from '#server/database/words.ts'
import { shownRole } from '#shared/identity/roles.ts'
import { Phone } from '#shared/kernel/digits.ts'
import { PEOPLE_MAX } from '#shared/people/schemas.ts'
import { and, desc, eq, exists, isNull, ne, or } from 'drizzle-orm'
import * as v from 'valibot'

/**
 * The condition that the actor may see a person: anybody who lives or works in their area; everybody, if that
 * is the city.
 */
export function isInSight(read: Reader, actor: Actor, now: number): SQL | undefined {
  const isPerson = and(ne(accounts.role, 'kiosk'), isNull(accounts.deletedAt))
  const areas = areasOf(actor)
  if (seesCity(areas)) return isPerson
  const held = read
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.accountId, accounts.id), isOpen(now), inAreas(posts.scope, areas)))
  return and(isPerson, or(inAreas(accounts.areaId, areas), exists(held)))
}

/** A person as lists show them. */
export async function briefOf(read: Reader, account: Account, now: number) {
  const held = await postsOf(read, account.id, now)
  const { id, name, phone, areaId, disabledAt } = account
  return {
    accountId: id,
    name,
    phoneHint: phoneHint(phone),
    role: shownRole(account.role, held),
    areaName: areaId === null ? null : await nameOfArea(read, areaId),
    isSuspended: disabledAt !== null,
    posts: await Promise.all(held.map(async post => ({ ...post, scopeName: await scopeName(read, post) }))),
  }
}

/** Answers `people.find`: by the whole phone number, by the end of the name, or by the posts they hold. */
export const findPeople: QueryHandler<'people.find'> = async (asked, { read, actor, now }) => {
  const meant = and(
    isMeant(read, asked, actor, now),
    isInSight(read, actor, now),
    asked.areaId === undefined ? undefined : isIn(read, asked.areaId, now),
  )
  const { rows, hasMore } = await pageOf({
    range: asked,
    most: PEOPLE_MAX,
    rank: accounts.createdAt,
    read: async (within, limit) =>
      await read
        .select()
        .from(accounts)
        .where(and(meant, within))
        .orderBy(desc(accounts.createdAt), desc(accounts.id))
        .limit(limit),
    rankOf: ({ createdAt }) => createdAt,
  })
  const people = rows.map(async row => ({ ...await briefOf(read, row, now), rank: row.createdAt }))
  return { people: await Promise.all(people), total: await read.$count(accounts, meant), hasMore }
}

/** The condition that somebody lives in an area or holds a post there. */
const isIn = (read: Reader, areaId: string, now: number): SQL | undefined => or(
  inArea(accounts.areaId, areaId),
  exists(read
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.accountId, accounts.id), isHeld(now), inArea(posts.scope, areaId)))),
)

function isMeant(read: Reader, { words, kind }: FindPeople, actor: Actor, now: number): SQL | undefined {
  const areas = areasOf(actor)
  const isTheirs = and(eq(posts.accountId, accounts.id), isHeld(now), kind && eq(posts.kind, kind))
  const isHere = seesCity(areas) ? undefined : inAreas(posts.scope, areas)
  const holds = exists(read.select({ id: posts.id }).from(posts).where(and(isTheirs, isHere)))
  if (words === undefined) return holds
  const phone = v.safeParse(Phone, words)
  const isNamed = phone.success
    ? eq(accounts.phone, phone.output)
    : endsWith(accounts.name, words)
  return and(isNamed, kind && holds)
}
