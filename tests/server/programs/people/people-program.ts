import type { Told } from '../../../support/program.ts'
import { runProgram } from '../../../support/program.ts'

export type { Told }

/** What `npm run people -- WORDS` does on the city that these settings name. */
export const people = (
  { dataDir, databaseUrl }: { dataDir: string, databaseUrl: string },
  ...words: string[]
): Promise<Told> =>
  runProgram('server/programs/people.ts', { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }, ...words)
