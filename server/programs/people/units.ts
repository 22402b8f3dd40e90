import type { Reader, Transaction } from '#server/database/database.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { and, asc, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { areaCalled } from './find.ts'
import { Mistake } from './mistake.ts'
import { nameIn } from './words.ts'

/** One line for each unit: id, name, area. */
export async function listUnits(reader: Reader): Promise<string> {
  const rows = await reader.select().from(units).orderBy(asc(units.name), asc(units.id))
  const lines = await Promise.all(
    rows.map(async ({ id, name, areaId }) => [id, name, await nameOfArea(reader, areaId)].join('\t')),
  )
  return lines.join('\n') || 'There are no units yet: npm run people -- add-unit NAME --area AREA'
}

/** Adds a unit. Returns the sentence to print. */
export async function addUnit(tx: Transaction, words: string, area: string | undefined): Promise<string> {
  if (area === undefined) throw new Mistake('A unit needs --area: where it works.')
  const [name, areaId] = [nameIn(words), await areaCalled(tx, area)]
  if ((await tx.$count(units, and(eq(units.name, name), eq(units.areaId, areaId)))) > 0)
    throw new Mistake(`There is a unit "${name}" in that area already.`)
  const id = uuidv7()
  await tx.insert(units).values({ id, name, areaId })
  return `${name} is there, for ${await nameOfArea(tx, areaId)}: ${id}`
}
