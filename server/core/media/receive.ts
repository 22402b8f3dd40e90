import { Buffer } from 'node:buffer'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { HEAD_BYTES, PhotoRefused, requirePhotoKind } from './kind-of.ts'

/** The most bytes of all arriving photos: bounds the server's memory. */
const HELD_BYTES_MAX = 192_000_000
let heldBytes = 0

/** Thrown when too many photos arrive at once: nothing was decided, send again. */
export class PhotosCrowded extends Error {
  override readonly name = 'PhotosCrowded'
}

/**
 * Reads and drops a refused body, up to the cap: a phone cut off while sending never gets the answer and
 * would retry for ever.
 */
export async function discard(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body) await discardRest(body.getReader(), 0)
}

/**
 * Reads a photo and gives it to `work`. Stops storing once the first bytes show that it is no photo, and
 * reading at the first byte too many. Throws `PhotoRefused` then, and `PhotosCrowded` when memory is full.
 */
export async function receivePhoto<Result>(
  body: ReadableStream<Uint8Array> | null,
  work: (bytes: Buffer) => Promise<Result>,
): Promise<Result> {
  const held = { bytes: 0 }
  try {
    return await work(body ? await collect(body.getReader(), held) : Buffer.alloc(0))
  }
  finally {
    heldBytes -= held.bytes
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>

async function collect(reader: BodyReader, held: { bytes: number }): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let isJudged = false
  for (;;) {
    const value = await next(reader)
    if (value === undefined) return Buffer.concat(chunks)
    held.bytes += value.length
    heldBytes += value.length
    if (held.bytes > PHOTO_BYTES_MAX || heldBytes > HELD_BYTES_MAX) {
      await cancel(reader)
      throw held.bytes > PHOTO_BYTES_MAX ? new PhotoRefused('photo.tooLarge') : new PhotosCrowded()
    }
    chunks.push(value)
    if (isJudged || held.bytes < HEAD_BYTES) continue
    await judge(Buffer.concat(chunks), reader)
    isJudged = true
  }
}

async function judge(head: Buffer, reader: BodyReader) {
  try {
    requirePhotoKind(head)
  }
  catch (refused) {
    await discardRest(reader, head.length)
    throw refused
  }
}

async function discardRest(reader: BodyReader, readBefore: number) {
  for (let read = readBefore; read <= PHOTO_BYTES_MAX;) {
    const value = await reader.read().then(({ value }) => value, () => undefined)
    if (value === undefined) return
    read += value.length
  }
  await cancel(reader)
}

/**
 * The next bytes, or undefined at the end. A connection that breaks counts as a damaged photo: the phone
 * sends it again.
 */
async function next(reader: BodyReader): Promise<Uint8Array | undefined> {
  const { value } = await reader.read().catch(() => {
    throw new PhotoRefused('photo.digest')
  })
  return value
}

/** The phone may be gone already, which does not matter. */
async function cancel(reader: BodyReader) {
  await reader.cancel().catch(() => {})
}
