import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secondFactors } from '#server/core/identity/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { makeBackup } from '#server/programs/backup/make-backup.ts'
import { Secret } from 'otpauth'
import { expect, it } from 'vitest'
import { codeAt, factorAt, setUpFactor } from '../../../support/factor.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { findPostgres } from '../../../support/postgres.ts'

let city: TestCity
freshCity(opened => void (city = opened))

/** All bytes of a backup: SQLite's by our program, PostgreSQL's by its own, as OPERATING.md says. */
async function backupOf({ dataDir, settings: { databaseUrl } }: TestCity): Promise<Buffer> {
  const scratch = mkdtempSync(join(tmpdir(), 'little-bee-backup-'))
  await makeBackup({ dataDir, databaseUrl }, join(scratch, 'copy'), new Date())
  const files = readdirSync(scratch, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name)))
  rmSync(scratch, { recursive: true })
  if (dialect === 'sqlite') return Buffer.concat(files)
  const dump = spawnSync(join(findPostgres()!, 'pg_dump'), [databaseUrl], { maxBuffer: 2 ** 28 })
  expect(dump.status, String(dump.stderr)).toBe(0)
  return Buffer.concat([...files, dump.stdout])
}

it('a backup alone reveals neither a secret nor a recovery code', async () => {
  const cookie = await city.signIn(city.phoneOf('admin'))
  const { secret, recoveryCodes } = await setUpFactor(city, cookie)
  await factorAt(city, cookie).fresh(codeAt(secret, city.time.now))
  await factorAt(city, cookie).fresh(recoveryCodes[0]!)
  const { body: { secret: pending } } = await factorAt(city, cookie).begin()

  const backup = await backupOf(city)
  const [row] = await city.database.read.select().from(secondFactors)
  for (const sealed of [row!.sealed, row!.pending]) expect(backup.includes(sealed!)).toBe(true)
  for (const text of [secret, pending]) {
    const bytes = Buffer.from(Secret.fromBase32(text).bytes)
    const written = [text, bytes, ...(['hex', 'base64', 'base64url'] as const).map(as => bytes.toString(as))]
    for (const each of written) expect(backup.includes(each), String(each)).toBe(false)
  }
  for (const code of recoveryCodes) expect(backup.includes(code), code).toBe(false)
})
