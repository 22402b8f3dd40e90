import type { Transaction } from '#server/database/database.ts'
import type { Area } from '#shared/areas/schemas.ts'
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { areas } from './tables.ts'

const ROWS_PER_INSERT = 1000

let bundled: readonly Area[] | undefined
let codes: ReadonlySet<string> | undefined

/** The areas that come with the release, in the order of their codes. */
function bundledAreas(): readonly Area[] {
  bundled ??= readFileSync(new URL('./data/wuhan-areas.csv', import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line): Area => {
      const [code = '', , name = ''] = line.split(',')
      return [code, name]
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return bundled
}

/** The code of the whole city. */
export const cityCode = (): string => bundledAreas()[0]![0]

/** True for the code of an existing area. */
export function areaExists(code: string): boolean {
  codes ??= new Set(bundledAreas().map(([code]) => code))
  return codes.has(code)
}

/** Fills the table with the areas that come with the release, also where one has got another name. */
export async function loadAreas(tx: Transaction): Promise<void> {
  const known = new Map((await tx.select().from(areas)).map(({ id, name }) => [id, name]))
  const rows = bundledAreas()
    .filter(([id, name]) => known.get(id) !== name)
    .map(([id, name]) => ({ id, name }))
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    await tx
      .insert(areas)
      .values(rows.slice(from, from + ROWS_PER_INSERT))
      .onConflictDoUpdate({ target: areas.id, set: { name: sql`excluded.name` } })
  }
}
