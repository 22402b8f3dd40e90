import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** The city's own secret, made once and saved: sessions and codes must outlive a restart. */
export function secretIn(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= SECRET_CHARS_MIN) return secret
  }
  catch (error) {
    throw new WrongSettings([unusable(dataDir, error as Error)])
  }
  throw new WrongSettings([
    `${file} is damaged: put the city's secret back, or delete it (everybody must sign in again then).`,
  ])
}
