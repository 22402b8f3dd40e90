import type { TestCity } from '../support/city.ts'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Closes a city that a test opened, and puts it where `our-server.ts` opens it, its secret beside it. */
export async function moveCity({ database, dataDir: from, settings }: TestCity, dataDir: string) {
  await database.close()
  mkdirSync(dataDir, { recursive: true })
  renameSync(join(from, 'city.sqlite'), join(dataDir, 'little-bee.sqlite'))
  writeFileSync(join(dataDir, 'secret'), settings.secret)
  rmSync(from, { recursive: true, force: true })
}
