import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Changes } from '#server/sync/changes.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Batch, BatchReply } from '#shared/sync/protocol.ts'
import type { Logger } from 'pino'
import type { SmsDriver } from './core/identity/sms/driver.ts'

/** Everything the doors and the tasks stand on: opened once by `main.ts`, or by a test. */
export interface City {
  readonly database: Database
  readonly changes: Changes
  readonly settings: Settings
  readonly clock: () => number
  readonly sms: SmsDriver
  readonly log: Logger
  /**
   * Decides a batch of commands; then begins their effects and publishes their nudges. Resolves after the
   * commit. What fails unexpectedly is logged, under the request's id where there is one.
   */
  readonly run: (actor: Actor, batch: Batch, requestId?: string) => Promise<BatchReply>
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
