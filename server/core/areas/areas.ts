import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { Area } from '#shared/areas/schemas.ts'
import type { Column, SQL } from 'drizzle-orm'
import { areaLabel } from '#shared/areas/names.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { asc, sql } from 'drizzle-orm'
import { areas } from './tables.ts'

const CODE_LENGTH_MAX = Math.max(...areaCodeLengths)

/**
 * The condition that a column's area is `scope` or inside it. A range rather than LIKE, so that both engines
 * use an index.
 */
export const inArea = (column: Column, scope: string): SQL =>
  sql`(${column} >= ${scope} and ${column} <= ${scope.padEnd(CODE_LENGTH_MAX + 1, '9')})`

const CITY_CODE_LENGTH = areaCodeLengths[0]

// Cached for good: areas are loaded before the first request and don't change while the process lives.
let known: Known | undefined
// While it lasts all wait for it: a month's reports asked for their names at once, and each read every area.
let reading: Promise<Known> | undefined
interface Known { readonly tree: Area[], readonly names: ReadonlyMap<string, string> }

async function knownAreas(reader: Reader): Promise<Known> {
  if (known) return known
  reading ??= readAreas(reader).finally(() => reading = undefined)
  return await reading
}

async function readAreas(reader: Reader): Promise<Known> {
  const rows = await reader.select().from(areas).orderBy(asc(areas.id))
  const tree = rows.map(({ id, name }): Area => [id, name])
  const found = { tree, names: new Map(tree) }
  if (tree.length > 0) known = found
  return found
}

/**
 * An area's name with those around it, widest first: 江汉区 · 花楼街道 · 某某社区. The city is only named for itself.
 */
export async function nameOfArea(reader: Reader, code: string): Promise<string> {
  const { names } = await knownAreas(reader)
  const chain = areaCodeLengths
    .filter(
      length => length <= code.length && (length > CITY_CODE_LENGTH || code.length === CITY_CODE_LENGTH),
    )
    .map(length => names.get(code.slice(0, length)))
    .filter(name => name !== undefined)
  return chain.join(' · ') || code
}

/** Areas by code, by name with or without those around them, and by how people say it. */
interface Called {
  readonly byCode: ReadonlyMap<string, Area>
  readonly byName: ReadonlyMap<string, Area[]>
  readonly bySaying: ReadonlyMap<string, Area[]>
}
const called = new WeakMap<Known, Called>()

/**
 * The areas with this code, this name, or this name with those of the areas around; where there is none,
 * those that people call so: 江汉区永丰社区.
 */
export async function areasCalled(reader: Reader, words: string): Promise<Area[]> {
  const all = await knownAreas(reader)
  // Looked up, since a table may name five thousand areas that there are not.
  const { byCode, byName, bySaying } = called.get(all) ?? await callAll(reader, all)
  const coded = byCode.get(words)
  if (coded) return [coded]
  return byName.get(words) ?? bySaying.get(areaLabel(words.replace(/[\s·]/g, ''))) ?? []
}

async function callAll(reader: Reader, all: Known): Promise<Called> {
  const { tree } = all
  const [byName, bySaying] = [new Map<string, Area[]>(), new Map<string, Area[]>()]
  for (const area of tree) {
    for (const name of new Set([area[1], await nameOfArea(reader, area[0])])) add(byName, name, area)
    for (const saying of sayingsOf(area, all)) add(bySaying, saying, area)
  }
  const made = { byCode: new Map(tree.map(area => [area[0], area])), byName, bySaying }
  called.set(all, made)
  return made
}

function add(areas: Map<string, Area[]>, words: string, area: Area): void {
  if (words !== '') areas.set(words, [...areas.get(words) ?? [], area])
}

/** The area's name after none, some or all of those around it. */
function sayingsOf([code, name]: Area, { names }: Known): ReadonlySet<string> {
  const around = areaCodeLengths.filter(length => length < code.length).map(length => code.slice(0, length))
  let sayings = [areaLabel(name)]
  for (const each of around.toReversed().map(id => areaLabel(names.get(id) ?? '')))
    sayings = sayings.flatMap(rest => [rest, each + rest])
  return new Set(sayings)
}

/**
 * Answers `areas.tree`: every area, in the order of the codes, so that each comes after the one around it.
 */
export const areaTree = async (_input: object, { read }: QueryContext): Promise<Area[]> =>
  (await knownAreas(read)).tree
