import type { Reader } from '#server/database/database.ts'
import type { StationFacts } from '#shared/stations/rules.ts'
import type { SQL } from 'drizzle-orm'
import type KDBush from 'kdbush'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { stations } from '#server/core/stations/index.ts'
import { asc, gt, max, sql } from 'drizzle-orm'
import { plantTree } from './plant-tree.ts'
import { remembered } from './remembered.ts'

/**
 * Rows are read as one text per page, at a fraction of the cost of rows; other requests run between two
 * pages.
 */
const PAGE_ROWS = 1000

const { number, areaId, latitude, longitude, facilities } = stations
const { isSelfService, shutWords, doubtfulSince, week, exceptions } = stations
const digit = (condition: SQL) => sql`case when ${condition} then 1 else 0 end`
/**
 * One line for each station: its own columns, a tab, and those that many stations share. JSON escapes tabs
 * and ends of lines.
 */
const own = sql`concat_ws(' ', ${number}, ${latitude}, ${longitude}, ${facilities}, ${areaId})`
const flags = sql.join(
  [sql`${isSelfService}`, sql`${shutWords} is not null`, sql`${doubtfulSince} is not null`].map(digit),
  sql`, `,
)
const shared = sql`concat_ws('\t', ${flags}, cast(${week} as text), cast(${exceptions} as text))`

/** What a search reads of each station, by its index. */
export interface KnownPlaces {
  readonly numbers: Uint32Array
  readonly facilities: Uint32Array
  /** Each station's index in `facts`. */
  readonly kinds: Uint32Array
  readonly facts: readonly StationFacts[]
  /** Each station's index in `areaIds`, since longer hours hold for areas. */
  readonly areas: Uint32Array
  readonly areaIds: readonly string[]
  readonly tree: KDBush
}

/** Where all stations are and what they offer, from memory while nothing has changed. */
export const knownPlaces = remembered(
  [
    ...[number, areaId, latitude, longitude, facilities],
    ...[isSelfService, shutWords, doubtfulSince, week, exceptions],
  ],
  recall,
)

async function recall(read: Reader): Promise<KnownPlaces> {
  const pages: Page[] = []
  const kindOf = new Map<string, number>()
  const areaOf = new Map<string, number>()
  for await (const lines of pagesOf(read)) pages.push(pageOf(lines, kindOf, areaOf))
  const count = pages.reduce((sum, { numbers }) => sum + numbers.length, 0)
  const numbers = new Uint32Array(count)
  const facilities = new Uint32Array(count)
  const kinds = new Uint32Array(count)
  const areas = new Uint32Array(count)
  const places = new Float64Array(2 * count)
  let at = 0
  for (const page of pages) {
    numbers.set(page.numbers, at)
    facilities.set(page.facilities, at)
    kinds.set(page.kinds, at)
    areas.set(page.areas, at)
    places.set(page.places, 2 * at)
    at += page.numbers.length
  }
  const facts = [...kindOf.keys()].map(factsIn)
  const areaIds = [...areaOf.keys()]
  return { numbers, facilities, kinds, facts, areas, areaIds, tree: await plantTree(places) }
}

/** Some stations as they were read; `places`: longitude, latitude, longitude … */
interface Page extends Pick<KnownPlaces, 'numbers' | 'facilities' | 'kinds' | 'areas'> {
  readonly places: Float64Array
}

/** Straight into typed arrays, which are joined at once: lists of a country's numbers held others up. */
function pageOf(
  lines: readonly string[],
  kindOf: Map<string, number>,
  areaOf: Map<string, number>,
): Page {
  const { length } = lines
  const page = {
    numbers: new Uint32Array(length),
    facilities: new Uint32Array(length),
    kinds: new Uint32Array(length),
    areas: new Uint32Array(length),
    places: new Float64Array(2 * length),
  }
  for (const [at, line] of lines.entries()) {
    const tab = line.indexOf('\t')
    const [number = '', latitude = '', longitude = '', facilities = '', area = ''] =
      line.slice(0, tab).split(' ')
    const kind = line.slice(tab + 1)
    if (!kindOf.has(kind)) kindOf.set(kind, kindOf.size)
    page.numbers[at] = Number(number)
    page.facilities[at] = Number(facilities)
    page.kinds[at] = kindOf.get(kind)!
    if (!areaOf.has(area)) areaOf.set(area, areaOf.size)
    page.areas[at] = areaOf.get(area)!
    page.places[2 * at] = Number(longitude)
    page.places[2 * at + 1] = Number(latitude)
  }
  return page
}

async function* pagesOf(read: Reader): AsyncGenerator<string[]> {
  for (let after = 0; ;) {
    const page = read
      .select({ number, line: sql<string>`${own} || '\t' || ${shared}`.as('line') })
      .from(stations)
      .where(gt(number, after))
      .orderBy(asc(number))
      .limit(PAGE_ROWS)
      .as('page')
    const [found] = await read
      .select({ text: sql<string | null>`string_agg(${page.line}, '\n')`, last: max(page.number) })
      .from(page)
    if (!found?.text) return
    yield found.text.split('\n')
    after = Number(found.last)
    await nextTurn()
  }
}

function factsIn(kind: string): StationFacts {
  const [isSelfService, isShut, isDoubtful, week, exceptions] = kind.split('\t') as [
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    hours: { week: JSON.parse(week), exceptions: JSON.parse(exceptions) },
    isSelfService: isSelfService === '1',
    isShut: isShut === '1',
    isDoubtful: isDoubtful === '1',
  }
}
