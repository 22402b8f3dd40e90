import type { Reader } from '#server/database/database.ts'
import { areasCalled, nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { eq, or } from 'drizzle-orm'
import { Mistake } from './mistake.ts'

/** The code of the one area with this code or name; throws a Mistake where there is not exactly one. */
export async function areaCalled(reader: Reader, words: string): Promise<string> {
  const found = await areasCalled(reader, words)
  if (found.length === 0)
    throw new Mistake(`There is no area "${words}": give its code, or its name as the app shows it.`)
  if (found.length > 1) {
    const all = found.map(async ([code]) => `${code} ${await nameOfArea(reader, code)}`)
    throw new Mistake(`${found.length} areas are called "${words}". Give the code: ${await listed(all)}.`)
  }
  return found[0]![0]
}

/** The one unit with this id or name; throws a Mistake where there is not exactly one. */
export async function unitCalled(reader: Reader, words: string): Promise<typeof units.$inferSelect> {
  const found = await reader
    .select()
    .from(units)
    .where(or(eq(units.id, words), eq(units.name, words)))
  if (found.length === 0)
    throw new Mistake(`There is no unit "${words}": "npm run people -- units" lists them.`)
  if (found.length > 1) {
    const all = found.map(async ({ id, areaId }) => `${id} ${await nameOfArea(reader, areaId)}`)
    throw new Mistake(`${found.length} units are called "${words}". Give the id: ${await listed(all)}.`)
  }
  return found[0]!
}

/** The largest number that a station can have. */
const NUMBER_MAX = 2 ** 31 - 1

/** Ids of the stations with these numbers, each once. */
export async function stationsNumbered(reader: Reader, numbers: readonly string[]): Promise<string[]> {
  const ids = new Set<string>()
  for (const number of numbers) {
    const [station] = numberIn(number) <= NUMBER_MAX
      ? await reader
          .select({ id: stations.id })
          .from(stations)
          .where(eq(stations.number, numberIn(number)))
      : []
    if (!station) throw new Mistake(`There is no station with the number "${number}".`)
    ids.add(station.id)
  }
  return [...ids]
}

const LISTED_MAX = 10
async function listed(names: Promise<string>[]): Promise<string> {
  const shown = await Promise.all(names.slice(0, LISTED_MAX))
  return shown.join(', ') + (names.length > LISTED_MAX ? ', …' : '')
}
