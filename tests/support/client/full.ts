import { IDBObjectStore } from 'fake-indexeddb'
import { onTestFinished, vi } from 'vitest'

/**
 * From now on the phone takes no more photos (or what another store holds) than this, until the test ends or
 * room is made by what is answered.
 */
export function letPhoneHold(most: number, store = 'photos'): () => void {
  const put = IDBObjectStore.prototype.put
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
    key?: IDBValidKey,
  ) {
    const request = put.call(this, value, key as string)
    if (this.name !== store) return request
    const counting = this.count()
    counting.onsuccess = () => {
      // What a browser does at such a moment: the transaction is undone and says why.
      const transaction = this.transaction as unknown as { _abort: (name: string) => void }
      if ((counting.result as number) > most) transaction._abort('QuotaExceededError')
    }
    return request
  })
  const makeRoom = () => spy.mockRestore()
  onTestFinished(makeRoom)
  return makeRoom
}

/**
 * From now on there is no room for this store's writes, until the answers kept for offline have been let go.
 */
export function fillWithAnswers(store: string): void {
  const makeRoom = letPhoneHold(0, store)
  const clear = IDBObjectStore.prototype.clear
  const spy = vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    if (this.name === 'answers') makeRoom()
    return clear.call(this)
  })
  onTestFinished(() => spy.mockRestore())
}
