import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { KioskView } from '#shared/doors/schemas.ts'

/**
 * Whoever stands at the door waits no longer to hear that it failed: by then a driver says what became of an
 * unlock (ms).
 */
export const PATIENCE_MS = 4000

/** What stands between a decision and the door. */
export interface LockDriver {
  /**
   * Has the lock of a station opened for an entry, once the command is on disk. `isOpen` true: it is open
   * with the decision itself;
   * false: the lock is being told, and `stations.noteUnlock` says what became of it.
   */
  readonly open: (context: CommandContext, station: Station, entryId: string) => Promise<{ isOpen: boolean }>
  /** What a tablet of a station can do about the lock without us. */
  readonly forTablet: (station: Station) => KioskView['lock']
  /** Ends whatever tablets of a station were granted until now, once the command is on disk. */
  readonly endGrants: (context: CommandContext, station: Station) => Promise<void>
  /** Waits for what was begun, and lets go of the locks. */
  readonly close: () => Promise<void>
}
