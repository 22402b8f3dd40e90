import { dropCodeKeys } from './code-keys.ts'
import { dropPasses } from './passes.ts'
import { saveSession } from './session.ts'
import { store } from './store.ts'
import { dropUnnamedPhotos, outboxTransaction } from './transactions.ts'

/** Deletes all of an account's data from the database, sent or not: its owner has deleted the account. */
export async function dropAccount(accountId: string): Promise<void> {
  await outboxTransaction(async (tx) => {
    const photos: string[] = []
    for (const name of ['outbox', 'returned', 'delivered', 'drafts'] as const) {
      for (
        let at = await tx.objectStore(name).index('byAccount').openCursor(accountId);
        at;
        at = await at.continue()
      ) {
        photos.push(...at.value.photos)
        await at.delete()
      }
    }
    await tx.objectStore('sent').delete(accountId)
    await dropUnnamedPhotos(tx, photos)
  })
  const answers = (await store()).transaction('answers', 'readwrite')
  for (let at = await answers.store.openCursor(); at; at = await at.continue()) {
    if (at.value.accountId === accountId) await at.delete()
  }
  await answers.done
  await (await store()).delete('picked', IDBKeyRange.bound(`${accountId}/`, `${accountId}/\uFFFF`))
  await dropPasses()
  await dropCodeKeys()
  await saveSession({ me: null, isSignedIn: false, signedInAt: Date.now() })
}
