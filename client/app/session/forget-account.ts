import { dropAccount } from '#client/sync/store/drop-account.ts'
import { forgetTyped } from '../forms/saved-text.ts'

/** Deletes whatever this phone has saved of an account: its owner has deleted it. */
export async function forgetAccount(accountId: string): Promise<void> {
  forgetTyped(accountId)
  await dropAccount(accountId)
}
