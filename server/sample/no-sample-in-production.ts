import type { Reader } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import { accounts } from '#server/core/identity/index.ts'
import { inArray } from 'drizzle-orm'
import { sampleId } from './people.ts'

/**
 * Why a production server must not open this database, as a sentence; undefined when it may. The sample
 * city's admins have phone numbers that somebody may own, who could then sign in as them.
 */
export async function sampleCityMistake(
  read: Reader,
  { isProduction, demo }: Pick<Settings, 'isProduction' | 'demo'>,
): Promise<string | undefined> {
  if (!isProduction || demo) return undefined
  const found = await read.$count(
    accounts,
    inArray(accounts.id, ['city', 'city begun', 'rider'].map(sampleId)),
  )
  return found > 0
    ? 'DATA_DIR or DATABASE_URL holds the sample city. Its admins have phone numbers that '
    + 'strangers may own, and sign in with: production needs a fresh one.'
    : undefined
}
