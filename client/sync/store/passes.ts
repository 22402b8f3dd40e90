import type { SavedPass } from './store.ts'
import { store } from './store.ts'

/** What this phone holds out at doors for an account, if anything. */
export const savedPass = async (accountId: string): Promise<SavedPass | undefined> =>
  await (await store()).get('passes', accountId)

/**
 * Keeps a pass with its key. The key is kept as the browser's own object: nobody can read it out, here or
 * elsewhere.
 */
export const savePass = async (accountId: string, pass: SavedPass): Promise<void> =>
  void (await (await store()).put('passes', pass, accountId))

/** Whoever leaves this phone takes the way through doors along. */
export const dropPasses = async (): Promise<void> => await (await store()).clear('passes')

/** The server gives this account none any more. */
export const dropPass = async (accountId: string): Promise<void> =>
  await (await store()).delete('passes', accountId)
