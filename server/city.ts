import type { SmsDriver } from '#server/core/identity/index.ts'
import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Changes } from '#server/sync/changes.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Logger } from 'pino'

/** Everything the doors stand on: opened once by `main.ts`, or by a test. */
export interface City {
  readonly database: Database
  readonly changes: Changes
  readonly settings: Settings
  readonly clock: () => number
  readonly sms: SmsDriver
  readonly log: Logger
}

/** What the middlewares leave for the doors behind them. */
export interface Visit {
  Variables: {
    actor: Actor
    /** Names the session without being it: safe to compare, useless to steal. */
    session: { tokenHash: string }
    requestId: string
  }
}
