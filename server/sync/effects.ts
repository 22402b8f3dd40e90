/** What a command wants done outside the database, once it is on disk: that a lock is told to open, say. */
export type Effect = () => Promise<void>

/**
 * Begins each of them, after the commit and never before it; nobody waits for them, and one that fails hurts
 * no other.
 */
export function beginEffects(effects: readonly Effect[], onFault: (error: unknown) => void): void {
  for (const effect of effects) void Promise.resolve().then(effect).catch(onFault)
}
