import { Buffer } from 'node:buffer'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { HEAD_BYTES, requirePhotoKind } from './kind-of.ts'
import { PhotoRefused } from './photo-refused.ts'

/** Bytes of all photos on their way in, at most: a flood must not eat the server's memory. */
const HELD_BYTES_MAX = 192_000_000
let heldBytes = 0

/** Thrown when too many photos are on their way in at once: nothing was decided, send again. */
export class PhotosCrowded extends Error {
  override readonly name = 'PhotosCrowded'
}

/**
 * Reads a photo as it comes and gives it to `work`. Stops at the first byte too many and as soon as the beginning shows
 * that it is no photo; throws `PhotoRefused` then, and `PhotosCrowded` when there is no room.
 */
export async function receivePhoto<Result>(body: ReadableStream<Uint8Array> | null, work: (bytes: Buffer) => Promise<Result>): Promise<Result> {
  const held = { bytes: 0 }
  try {
    return await work(await collect(body, held))
  }
  finally {
    heldBytes -= held.bytes
  }
}

async function collect(body: ReadableStream<Uint8Array> | null, held: { bytes: number }): Promise<Buffer> {
  if (!body) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  const reader = body.getReader()
  let isJudged = false
  try {
    for (;;) {
      const { done, value } = await readOrRefuse(reader)
      if (done) return Buffer.concat(chunks)
      held.bytes += value.length
      heldBytes += value.length
      if (held.bytes > PHOTO_BYTES_MAX) throw new PhotoRefused('photo.tooLarge')
      if (heldBytes > HELD_BYTES_MAX) throw new PhotosCrowded()
      chunks.push(value)
      if (isJudged || held.bytes < HEAD_BYTES) continue
      requirePhotoKind(Buffer.concat(chunks))
      isJudged = true
    }
  }
  catch (error) {
    await reader.cancel().catch(() => {}) // The phone may be gone already; the reason stays the one thrown.
    throw error
  }
}

/** A connection that breaks midway has damaged the photo: the phone sends it again. */
async function readOrRefuse(reader: ReadableStreamDefaultReader<Uint8Array>) {
  return await reader.read().catch(() => {
    throw new PhotoRefused('photo.digest')
  })
}
