import type { PhotoSent } from './send.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { store } from '../store/store.ts'
import { putPhoto } from './send.ts'

const PHOTOS_AT_ONCE = 4

/** The bytes of a photo that is still on this phone; a damaged entry counts as gone. */
export const photoBytes = async (hash: string): Promise<ArrayBuffer | undefined> =>
  await (await store()).get('photos', hash).catch(() => undefined)

/** Whether bytes are what their name says. */
export async function isIntact(hash: string): Promise<boolean> {
  const bytes = await photoBytes(hash)
  if (!bytes) return false
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return toHex(digest) === hash
}

/**
 * Sends photos four at a time, each at most once a pass, while the commands before them are already on their
 * way.
 */
export class PhotoPump {
  /** Photos of which this phone has no bytes: the server has them, or nobody does. */
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

  /** Takes up those photos that are not there yet, in this order. */
  feed(hashes: Iterable<string>): void {
    for (const hash of hashes) {
      if (this.uploaded.has(hash) || this.#tried.has(hash)) continue
      this.#tried.add(hash)
      this.#queue.push(hash)
    }
    this.#start()
  }

  /** The server has lost it: once more. */
  again(hash: string): void {
    this.#tried.delete(hash)
  }

  /** Begins no more; what is under way may end. */
  stop(): void {
    this.#isStopped = true
  }

  /** Resolves when any photo has come to its end. */
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
      this.stop() // The phone's own store fails: the pass ends, and is tried again later.
    }
    this.active.delete(hash)
    this.#start()
    this.onChange()
    const woken = this.#wake
    this.#finish = new Promise<void>(resolve => this.#wake = resolve)
    woken()
  }
}
