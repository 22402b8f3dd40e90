import type { Database } from '#server/database/database.ts'
import { endSession } from './sessions.ts'

/** Ends the session that a token stands for, at once. */
export const signOut = (database: Database, tokenHash: string): Promise<void> =>
  database.transact(tx => endSession(tx, tokenHash))
