/** Something a command does outside the database after the commit, such as opening a lock. */
export type Effect = () => Promise<void>

/** Starts the effects after the commit. Nobody waits for them, and a failing one does not stop the others. */
export function beginEffects(effects: readonly Effect[], onFault: (error: unknown) => void): void {
  for (const effect of effects) void Promise.resolve().then(effect).catch(onFault)
}
