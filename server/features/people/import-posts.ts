import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import { areasCalled } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { teamsCalled } from '#server/core/teams/index.ts'
import { postKinds, postRules } from '#shared/identity/posts.ts'
import { roleNames } from '#shared/identity/roles.ts'
import { numberIn, Phone } from '#shared/kernel/digits.ts'
import { GivePost } from '#shared/people/schemas.ts'
import { Refused } from '#shared/refusal.ts'
import { eq, or } from 'drizzle-orm'
import * as v from 'valibot'
import { carryOut, planFor } from './give-post.ts'

/** The first number that is too large for a station. */
const NUMBER_END = 2 ** 31

type Row = CommandInput<'people.import'>['rows'][number]

/** Decides `people.import`: gives posts line by line, and returns the lines that were refused. */
export const importPosts: Handler<'people.import'> = async ({ rows, reason, dryRun }, context) => {
  const refused: { line: number, code: string }[] = []
  const seen = new Set<string>()
  for (const [at, row] of rows.entries()) {
    const code = await giveRow(context, { ...row, reason }, { dryRun, seen })
    if (code !== undefined) refused.push({ line: at + 1, code })
  }
  const given = rows.length - refused.length
  context.about({ kind: 'import', reason: `${reason}（${dryRun ? '试导入，' : ''}${given}/${rows.length} 条）` })
  return { given, refused }
}

/** Gives the post of a line, or returns the code of the refusal; a refused line writes nothing. */
async function giveRow(
  context: CommandContext,
  row: Row & { readonly reason: string },
  { dryRun, seen }: { readonly dryRun: boolean, readonly seen: Set<string> },
): Promise<string | undefined> {
  if (!v.is(Phone, row.phone)) return 'people.phoneWrong'
  const kind = kindCalled(row.kind.trim())
  if (kind === undefined) return 'people.kindUnknown'
  const [scope, ...others] = await scopesCalled(context.tx, kind, row.scope.trim())
  if (scope === undefined) return 'people.scopeUnknown'
  if (others.length > 0) return 'people.scopeAmbiguous'
  const name = row.name.trim() === '' ? undefined : row.name
  const given = v.safeParse(GivePost, { ...row, name, kind, scope })
  if (!given.success) return 'people.lineWrong'
  const key = `${given.output.phone ?? ''} ${kind} ${scope}`
  if (seen.has(key)) return 'people.heldAlready'
  try {
    const plan = await planFor(context, given.output)
    if (!dryRun) await carryOut(context, plan)
  }
  catch (error) {
    if (error instanceof Refused) return error.refusal.code
    throw error
  }
  seen.add(key)
  return undefined
}

const kindCalled = (words: string): PostKind | undefined =>
  postKinds.find(kind => kind === words || roleNames[kind] === words)

/**
 * The scopes that a cell names: an area by code or name, a unit or team by id or name, a station by number or
 * name.
 */
async function scopesCalled(read: Reader, kind: PostKind, words: string): Promise<string[]> {
  const { scope } = postRules[kind]
  if (scope === 'area') return (await areasCalled(read, words)).map(([code]) => code)
  if (scope === 'team') return await teamsCalled(read, words)
  const number = numberIn(words)
  const isNumbered = number < NUMBER_END ? eq(stations.number, number) : undefined
  const found = scope === 'unit'
    ? await read.select({ id: units.id }).from(units).where(or(eq(units.id, words), eq(units.name, words)))
    : await read
        .select({ id: stations.id })
        .from(stations)
        .where(or(isNumbered, eq(stations.name, words)))
  return found.map(({ id }) => id)
}
