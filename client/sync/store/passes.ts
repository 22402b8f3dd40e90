import type { SavedPass } from './schema.ts'
import { store } from './store.ts'

/** An account's pass for doors, if this phone has one. */
export const savedPass = async (accountId: string): Promise<SavedPass | undefined> =>
  await (await store()).get('passes', accountId)

/** Saves a pass with its key, a CryptoKey that can't be exported. */
export const savePass = async (accountId: string, pass: SavedPass): Promise<void> =>
  void (await (await store()).put('passes', pass, accountId))

/** Deletes every pass: somebody signs out of this phone. */
export const dropPasses = async (): Promise<void> => await (await store()).clear('passes')

/** Deletes an account's pass: the server gives it none any more. */
export const dropPass = async (accountId: string): Promise<void> =>
  await (await store()).delete('passes', accountId)
