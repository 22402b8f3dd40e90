import type { Reader } from '#server/database/database.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import { appointedPeople, phoneHint } from '#server/core/identity/index.ts'
import { scopeName } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'

/**
 * One line for each person and role: role, name, places, part of the number; "disabled" where the account
 * can't sign in.
 */
export async function listPeople(reader: Reader, now: number): Promise<string> {
  const people = await appointedPeople(reader, now)
  const lines: string[] = []
  for (const { name, phone, disabledAt, posts } of people) {
    for (const kind of new Set(posts.map(post => post.kind))) {
      const places = posts.filter(post => post.kind === kind).map(({ scope }) => placeOf(reader, kind, scope))
      const where = (await Promise.all(places)).join(', ')
      const disabled = disabledAt === null ? [] : ['disabled']
      lines.push([kind, name ?? '', where, phoneHint(phone), ...disabled].join('\t'))
    }
  }
  return lines.join('\n') || 'Nobody has a role yet: npm run people -- appoint PHONE admin --name NAME'
}

async function placeOf(reader: Reader, kind: PostKind, scope: string): Promise<string> {
  const name = await scopeName(reader, { kind, scope })
  if (kind !== 'keeper') return name
  const [station] = await reader
    .select({ number: stations.number })
    .from(stations)
    .where(eq(stations.id, scope))
  return `${station?.number ?? ''} ${name}`
}
