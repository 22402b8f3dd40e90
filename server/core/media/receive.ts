import { Buffer } from 'node:buffer'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { HEAD_BYTES, PhotoRefused, requirePhotoKind } from './kind-of.ts'

/** The limits of uploads: how many at once, and how slow. */
export interface IntakeLimits {
  /** The most bytes of all arriving photos: bounds the server's memory. */
  readonly heldBytesMax: number
  /** One account's share of them: a phone sends four photos at once, of 12 MB at most. */
  readonly accountBytesMax: number
  /** The most uploads of one account at once: photos are developed in turn, and others wait behind them. */
  readonly accountUploadsMax: number
  /** An upload that brings nothing for so long is cut off. */
  readonly idleMs: number
  /** The longest time for a whole upload; phones give up sooner. */
  readonly wholeMs: number
}
const LIMITS: IntakeLimits = {
  heldBytesMax: 192_000_000,
  accountBytesMax: 48_000_000,
  accountUploadsMax: 12,
  idleMs: 15_000,
  wholeMs: 150_000,
}

/**
 * Thrown when an upload can't be taken in now: nothing was decided, send again. `crowded`: memory is full;
 * `share`: this account sends too much at once; `stalled`: its bytes stopped coming.
 */
export class UploadPutOff extends Error {
  override readonly name = 'UploadPutOff'
  constructor(readonly reason: 'crowded' | 'share' | 'stalled') {
    super(reason)
  }
}

interface Share { uploads: number, bytes: number }
type BodyReader = ReadableStreamDefaultReader<Uint8Array>
type Body = ReadableStream<Uint8Array> | null

/** Takes bodies of photos in, within limits for all and for each account. */
export function openIntake(limits: Partial<IntakeLimits> = {}) {
  const intake = { limits: { ...LIMITS, ...limits }, heldBytes: 0 }
  const shares = new Map<string, Share>()

  /** Counts one upload of an account while `work` reads it; throws `UploadPutOff` beyond its share. */
  return async <Result>(accountId: string, work: (upload: Upload) => Promise<Result>): Promise<Result> => {
    const share = shares.get(accountId) ?? { uploads: 0, bytes: 0 }
    if (share.uploads >= intake.limits.accountUploadsMax) throw new UploadPutOff('share')
    shares.set(accountId, share)
    share.uploads++
    const upload = new Upload(intake, share)
    try {
      return await work(upload)
    }
    finally {
      upload.release()
      share.uploads--
      if (share.uploads === 0) shares.delete(accountId)
    }
  }
}

class Upload {
  #bytes = 0
  readonly #until: number

  constructor(
    private readonly intake: { readonly limits: IntakeLimits, heldBytes: number },
    private readonly share: Share,
  ) {
    this.#until = performance.now() + intake.limits.wholeMs
  }

  /**
   * Reads and drops a refused body, up to the cap: a phone cut off while sending never gets the answer and
   * would retry for ever.
   */
  async discard(body: Body): Promise<void> {
    if (body) await this.#discardRest(body.getReader(), 0)
  }

  /**
   * Reads a photo. Stops storing once the first bytes show that it is no photo, and reading at the first byte
   * too many. Throws `PhotoRefused` then, and `UploadPutOff` when it can't be taken in now.
   */
  async read(body: Body): Promise<Buffer> {
    if (!body) return Buffer.alloc(0)
    const reader = body.getReader()
    const chunks: Uint8Array[] = []
    let isJudged = false
    for (;;) {
      const chunk = await this.#next(reader)
      if (chunk === undefined) return Buffer.concat(chunks)
      this.#hold(chunk.length)
      const refusal = this.#tooMuch()
      if (refusal) {
        await cancel(reader)
        throw refusal
      }
      chunks.push(chunk)
      if (isJudged || this.#bytes < HEAD_BYTES) continue
      await this.#judge(Buffer.concat(chunks), reader)
      isJudged = true
    }
  }

  /** Gives the upload's bytes back to the limit, once they are no longer in memory. */
  release(): void {
    this.#hold(-this.#bytes)
  }

  #hold(bytes: number) {
    this.#bytes += bytes
    this.share.bytes += bytes
    this.intake.heldBytes += bytes
  }

  #tooMuch(): Error | undefined {
    const { heldBytesMax, accountBytesMax } = this.intake.limits
    if (this.#bytes > PHOTO_BYTES_MAX) return new PhotoRefused('photo.tooLarge')
    if (this.share.bytes > accountBytesMax) return new UploadPutOff('share')
    return this.intake.heldBytes > heldBytesMax ? new UploadPutOff('crowded') : undefined
  }

  async #judge(head: Buffer, reader: BodyReader) {
    try {
      requirePhotoKind(head)
    }
    catch (refused) {
      await this.#discardRest(reader, head.length)
      throw refused
    }
  }

  async #discardRest(reader: BodyReader, readBefore: number) {
    for (let read = readBefore; read <= PHOTO_BYTES_MAX;) {
      const chunk = await this.#next(reader).catch(() => undefined)
      if (chunk === undefined) return
      read += chunk.length
    }
    await cancel(reader)
  }

  /**
   * The next bytes, or undefined at the end. A connection that breaks counts as a damaged photo: the phone
   * sends it again.
   */
  async #next(reader: BodyReader): Promise<Uint8Array | undefined> {
    const patienceMs = Math.min(this.intake.limits.idleMs, this.#until - performance.now())
    let timer: NodeJS.Timeout | undefined
    const stalled = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new UploadPutOff('stalled')), patienceMs)
    })
    try {
      const arrived = reader.read().catch(() => {
        throw new PhotoRefused('photo.digest')
      })
      return (await Promise.race([arrived, stalled])).value
    }
    catch (error) {
      void cancel(reader) // Not awaited, since the phone has stopped sending.
      throw error
    }
    finally {
      clearTimeout(timer)
    }
  }
}

/** Cancels a body; that fails when the phone is gone, which does not matter. */
async function cancel(reader: BodyReader) {
  await reader.cancel().catch(() => {})
}
