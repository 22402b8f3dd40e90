import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryHandler } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { nameOfArea } from '#server/core/areas/index.ts'
import { accounts, phoneHint } from '#server/core/identity/index.ts'
import { areasOf, inAreas, posts, postsOf, scopeName } from '#server/core/posts/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { shownRole } from '#shared/identity/roles.ts'
import { Phone } from '#shared/kernel/digits.ts'
import { PEOPLE_MAX } from '#shared/people/schemas.ts'
import { and, asc, eq, exists, isNull, like, ne, or, sql } from 'drizzle-orm'
import * as v from 'valibot'

/** The condition that the actor may see a person: who lives or works in their area, in the city everybody. */
export function isInSight(read: Reader, actor: Actor): SQL | undefined {
  const isPerson = and(ne(accounts.role, 'kiosk'), isNull(accounts.deletedAt))
  const areas = areasOf(actor)
  if (areas.some(({ length }) => length === areaCodeLengths[0])) return isPerson
  const held = read
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.accountId, accounts.id), isNull(posts.endedAt), inAreas(posts.scope, areas)))
  return and(isPerson, or(inAreas(accounts.areaId, areas), exists(held)))
}

/** What of a person stands in a list. */
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

/** Answers `people.find`: by the whole phone number, or by the end of the name. */
export const findPeople: QueryHandler<'people.find'> = async ({ words }, { read, actor, now }) => {
  const phone = v.safeParse(Phone, words)
  const ending = `%${words.replace(/[\\%_]/g, '\\$&')}`
  const isMeant = phone.success ? eq(accounts.phone, phone.output) : endsWith(ending)
  const rows = await read
    .select()
    .from(accounts)
    .where(and(isMeant, isInSight(read, actor)))
    .orderBy(asc(accounts.name), asc(accounts.id))
    .limit(PEOPLE_MAX + 1)
  const people = await Promise.all(rows.slice(0, PEOPLE_MAX).map(row => briefOf(read, row, now)))
  return { people, hasMore: rows.length > PEOPLE_MAX }
}

// SQLite has no escape character of its own.
const endsWith = (pattern: string) => sql`${like(accounts.name, pattern)} escape '\\'`
