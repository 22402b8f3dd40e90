import type { PhotoSent } from './send.ts'
import { photoBytes } from '../outbox-store/photos.ts'
import { putPhoto } from './send.ts'

const PHOTOS_AT_ONCE = 4

/** Sends photos four at a time, each at most once a round, while commands are being sent. */
export class PhotoPump {
  /**
   * Photos whose bytes this phone lacks. Their commands are sent anyway, since the server may have the
   * photos.
   */
  readonly lost = new Set<string>()
  readonly active = new Set<string>()
  readonly #tried = new Set<string>()
  readonly #queue: string[] = []
  #isStopped = false
  #wake: () => void = () => {}
  #finish = new Promise<void>(resolve => this.#wake = resolve)

  constructor(
    private readonly uploaded: Set<string>,
    private readonly onSent: (hash: string, sent: PhotoSent) => Promise<void>,
    private readonly onChange: () => void,
    private readonly signal: AbortSignal,
  ) {}

  get isIdle(): boolean {
    return this.active.size === 0
  }

  /** Queues the photos that the server lacks, in this order. */
  feed(hashes: Iterable<string>): void {
    for (const hash of hashes) {
      if (this.uploaded.has(hash) || this.#tried.has(hash)) continue
      this.#tried.add(hash)
      this.#queue.push(hash)
    }
    this.#start()
  }

  /** Lets a photo be sent a second time: the server has lost it. */
  again(hash: string): void {
    this.#tried.delete(hash)
  }

  /** Starts no further photo. */
  stop(): void {
    this.#isStopped = true
  }

  /** Resolves when any photo has been sent or has failed. */
  next(): Promise<void> {
    return this.isIdle ? Promise.resolve() : this.#finish
  }

  #start() {
    while (!this.#isStopped && this.active.size < PHOTOS_AT_ONCE) {
      const hash = this.#queue.shift()
      if (hash === undefined) return
      this.active.add(hash)
      void this.#upload(hash)
    }
  }

  async #upload(hash: string) {
    this.onChange()
    try {
      const bytes = await photoBytes(hash)
      if (bytes) await this.onSent(hash, await putPhoto(hash, bytes, this.signal))
      else this.lost.add(hash)
    }
    catch {
      this.stop() // The store has failed: the round ends and is tried again later.
    }
    this.active.delete(hash)
    this.#start()
    this.onChange()
    const woken = this.#wake
    this.#finish = new Promise<void>(resolve => this.#wake = resolve)
    woken()
  }
}
