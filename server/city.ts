import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Changes } from '#server/sync/changes.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Rulings } from '#server/sync/rulings.ts'
import type { Batch, BatchReply } from '#shared/sync/protocol.ts'
import type { Logger } from 'pino'
import type { SmsDriver } from './core/identity/sms/driver.ts'

/** Everything that HTTP and the tasks work with: opened once by `main.ts`, or by a test. */
export interface City {
  readonly database: Database
  readonly changes: Changes
  readonly settings: Settings
  readonly rulings: Rulings
  readonly clock: () => number
  readonly sms: SmsDriver
  readonly log: Logger
  /** True once the server is stopping: a long task then leaves its work between two pieces. */
  readonly isStopping: () => boolean
  /** The database stays open until this work is over. */
  readonly holdStop: (work: Promise<unknown>) => void
  /**
   * Decides a batch of commands, starts their effects and publishes their nudges. Resolves after the commit.
   * Unexpected errors are logged with the request id, if there is one.
   */
  readonly run: (actor: Actor, batch: Batch, requestId?: string) => Promise<BatchReply>
}

/** The variables that the middlewares set for the routes behind them. */
export interface RequestScope {
  Variables: {
    actor: Actor
    /** The hash of the session token: identifies the session, but nobody can sign in with it. */
    session: { tokenHash: string }
    requestId: string
  }
}
