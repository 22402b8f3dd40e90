import type { QueueEntry } from './batch.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { store } from '../store/store.ts'
import { sizeOf } from './batch.ts'

/** An account's waiting commands during a round: read page by page, each once. */
export class Queue {
  readonly #entries = new Map<number, QueueEntry>()
  #last = 0
  #isJustRead = false

  constructor(private readonly accountId: string) {}

  /** Commands read and not yet dropped, oldest first. */
  get entries(): QueueEntry[] {
    return [...this.#entries.values()]
  }

  /** Reads the next page; commands made meanwhile have higher keys. False at the end. */
  async readOn(): Promise<boolean> {
    if (this.#isJustRead) return this.#isJustRead = false
    const { store: outbox } = (await store()).transaction('outbox')
    const next = IDBKeyRange.lowerBound(this.#last, true)
    const [keys, items] = await Promise.all([
      outbox.getAllKeys(next, BATCH_COMMANDS_MAX),
      outbox.getAll(next, BATCH_COMMANDS_MAX),
    ])
    for (const [i, item] of items.entries()) {
      if (item.accountId === this.accountId)
        this.#entries.set(keys[i]!, { ...item, key: keys[i]!, size: sizeOf(item) })
    }
    this.#last = keys.at(-1) ?? this.#last
    return keys.length > 0
  }

  /**
   * Reads the next page while a request is under way. If it finds the end, the next `readOn` does not read
   * again.
   */
  async readAhead(): Promise<void> {
    this.#isJustRead = false
    this.#isJustRead = !await this.readOn()
  }

  /** Removes commands that were decided or withdrawn. */
  drop(keys: Iterable<number>): void {
    for (const key of keys) this.#entries.delete(key)
  }
}
