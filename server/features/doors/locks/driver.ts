import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import type { Logger } from 'pino'
import type { SignedEnding } from './grants.ts'

/**
 * How long a driver waits for a lock before it reports a failed unlock (ms); nobody waits at a door for
 * longer.
 */
export const PATIENCE_MS = 4000

/** How the server reaches the locks. */
export interface LockDriver {
  /**
   * Asks a station's lock to open for an entry, after the commit. `isOpen` true: it is open at once; false:
   * the answer will come as `stations.noteUnlock`.
   */
  readonly open: (context: CommandContext, station: Station, entryId: string) => Promise<{ isOpen: boolean }>
  /** How the kiosks of a station reach its lock without the server. */
  readonly forKiosk: (station: Station) => KioskView['lock']
  /** Ends every grant given to a station's kiosks until now, after the commit. */
  readonly endGrants: (context: CommandContext, station: Station) => Promise<void>
  /** Waits for the work under way, then disconnects. */
  readonly close: () => Promise<void>
}

export interface LockReports {
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Called with whether the lock opened for an entry. */
  readonly noteUnlock: (entryId: string, isOpen: boolean) => Promise<unknown>
  /** The endings of grants that locks may have missed. */
  readonly recentEndings: () => Promise<SignedEnding[]>
  readonly patienceMs?: number
}
