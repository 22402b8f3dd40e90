import type { RulingKey, RulingValue } from '#shared/rulings/schemas.ts'

/** Those that promises are made by. */
export type Promising = 'limits' | 'points' | 'volunteering'

/** What holds now, from memory: no command waits for a question to the database. */
export interface Rulings {
  readonly inForce: <Key extends RulingKey>(key: Key) => RulingValue<Key>
  /** What held at an instant (ms), for what was promised then. */
  readonly heldAt: <Key extends Promising>(key: Key, at: number) => RulingValue<Key>
  /** Reads them again; resolves when what was committed before counts. */
  readonly refresh: () => Promise<void>
}
