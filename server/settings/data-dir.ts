import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { makeFolder } from '#server/make-folder.ts'
import { WrongSettings } from './wrong-settings.ts'

export const SECRET_CHARS_MIN = 32

/** Makes DATA_DIR where it is missing; throws `WrongSettings` where that can't be. */
export function requireFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
  }
  catch (error) {
    throw new WrongSettings([unusable(dataDir, error as Error)])
  }
}

const unusable = (dataDir: string, { message }: Error) => `DATA_DIR (${dataDir}) can't be used: ${message}.`

/** The sentence for a database that belongs to a city with another secret. */
export const otherSecretMistake = ({ secretSource }: { readonly secretSource: string }): string =>
  `${secretSource} is not the secret that this city's database was made with: start with that one. `
  + 'If it is lost, "npm run keys:rotate -- --new-secret" takes this one for good; '
  + 'OPERATING.md says at what price.'

export const secretFile = (dataDir: string): string => join(dataDir, 'secret')

/** Writes a new secret as a whole, and only if there is none, since several processes may start at once. */
function makeSecret(file: string): void {
  const own = `${file}.${process.pid}`
  writeFileSync(own, randomBytes(32).toString('hex'), { mode: 0o600 })
  try {
    linkSync(own, file)
  }
  catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  finally {
    rmSync(own)
  }
}

/** The city's own secret, made once and saved: sessions and codes must outlive a restart. */
export function secretIn(dataDir: string): string {
  const file = secretFile(dataDir)
  try {
    if (!existsSync(file)) makeSecret(file)
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= SECRET_CHARS_MIN) return secret
  }
  catch (error) {
    throw new WrongSettings([unusable(dataDir, error as Error)])
  }
  throw new WrongSettings([
    `${file} is damaged: put the city's secret back. If it is lost, delete it, `
    + 'and "npm run keys:rotate -- --new-secret" makes another; OPERATING.md says at what price.',
  ])
}
