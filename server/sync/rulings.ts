import type { RulingKey, RulingValue } from '#shared/rulings/schemas.ts'

/** The keys of rulings by which promises are made. */
export type Promising = 'limits' | 'points' | 'volunteering'

/** The rulings in force, from memory, so that no command waits for the database. */
export interface Rulings {
  readonly inForce: <Key extends RulingKey>(key: Key) => RulingValue<Key>
  /** The ruling in force at an instant (ms), for promises made then. */
  readonly heldAt: <Key extends Promising>(key: Key, at: number) => RulingValue<Key>
  /** Reads the rulings again; resolves when those committed before are in force. */
  readonly refresh: () => Promise<void>
}
