import type { Unlock } from '#shared/doors/door-bytes.ts'
import type { Ending } from '#shared/doors/grants.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import type { Mosquitto } from './mosquitto.ts'
import { Buffer } from 'node:buffer'
import { createPublicKey, verify } from 'node:crypto'
import { acknowledgementBytes } from '#shared/doors/acknowledgement.ts'
import { readUnlock } from '#shared/doors/door-bytes.ts'
import { KIOSK_SEQUENCE_MIN, readEnding, readGrantedUnlock } from '#shared/doors/grants.ts'
import { toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'
import { connectAsync } from 'mqtt'
import { lockUser, PREFIX } from './mosquitto.ts'

/** What a lock is built to know, and what it notes before it opens: all of it outlives a power cut. */
export interface Memory {
  station: number
  keys: readonly { id: number, publicKey: string }[]
  /** Of the server's unlocks. */
  lastSequence: number
  /** Of each tablet's, by its key. One whose grants have all expired can be forgotten. */
  lastOfTablet: Record<string, number>
  /** Grants issued before hold no more. */
  grantsFrom: number
}
export const newMemory = (station: number, keys: Memory['keys']): Memory => ({
  station,
  keys,
  lastSequence: 0,
  lastOfTablet: {},
  grantsFrom: 0,
})

export type Judged =
  | { sequence: number, note: () => void }
  | 'no unlock'
  | 'forged'
  | 'another door'
  | 'too late'
  | 'taken before'
  | 'granted no more'

function isByServer({ message, signed, signature }: Read<{ keyId: number }>, keys: Memory['keys']): boolean {
  const key = keys.find(({ id }) => id === message.keyId)
  return (
    key !== undefined
    && verify(
      null,
      signed,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' }),
      signature,
    )
  )
}

function isByTablet({ signed, signature }: Read<unknown>, kioskKey: Uint8Array): boolean {
  const raw = expandKey(kioskKey)
  if (!raw) return false
  const key = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: toBase64Url(raw.subarray(1, 33)), y: toBase64Url(raw.subarray(33)) },
    format: 'jwk',
  })
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/**
 * Believes an unlock of the server or of a tablet, or says why not: for this door, in time, and later than
 * every one before it.
 */
export function judgeUnlock(bytes: Uint8Array, memory: Memory, now: number): Judged {
  const read = readUnlock(bytes)
  if (!read) return judgeGrantedUnlock(bytes, memory, now)
  if (!isByServer(read, memory.keys)) return 'forged'
  return inTurn(read.message, memory, now, memory.lastSequence, sequence => memory.lastSequence = sequence)
}

function judgeGrantedUnlock(bytes: Uint8Array, memory: Memory, now: number): Judged {
  const read = readGrantedUnlock(bytes)
  if (!read) return 'no unlock'
  const { grant, unlock } = read
  const { station, kioskKey, issued, expires } = grant.message
  if (!isByServer(grant, memory.keys) || !isByTablet(unlock, kioskKey)) return 'forged'
  if (station !== memory.station) return 'another door'
  if (now >= expires || issued < memory.grantsFrom) return 'granted no more'
  const tablet = toHex(kioskKey)
  const last = Math.max(memory.lastOfTablet[tablet] ?? 0, KIOSK_SEQUENCE_MIN - 1)
  return inTurn(unlock.message, memory, now, last, sequence => memory.lastOfTablet[tablet] = sequence)
}

function inTurn(
  { station, expires, sequence }: Unlock,
  memory: Memory,
  now: number,
  last: number,
  note: (sequence: number) => void,
): Judged {
  if (station !== memory.station) return 'another door'
  if (now > expires) return 'too late'
  return sequence > last ? { sequence, note: () => note(sequence) } : 'taken before'
}

/** From when on grants hold, by an ending of ours that is news; undefined for anything else. */
export function judgeEnding(bytes: Uint8Array, { station, keys, grantsFrom }: Memory): number | undefined {
  const read: Read<Ending> | undefined = readEnding(bytes)
  return read
    && isByServer(read, keys)
    && read.message.station === station
    && read.message.before > grantsFrom
    ? read.message.before
    : undefined
}

/**
 * A reference lock: listens at the broker for its own door, opens for what it believes, and answers. An
 * ending may have waited there for it.
 */
export async function openLock(
  { url, authority }: Pick<Mosquitto, 'url' | 'authority'>,
  memory: Memory,
  clock: () => number,
) {
  const client = await connectAsync(url, { ...lockUser(memory.station), ca: authority, protocolVersion: 5 })
  const opened: number[] = []
  const refused: string[] = []
  const heard: Buffer[] = []
  const topic = (last: string) => `${PREFIX}/${memory.station}/${last}`

  client.on('message', (to, bytes, { retain }) => {
    if (to === topic('grants'))
      return void (memory.grantsFrom = judgeEnding(bytes, memory) ?? memory.grantsFrom)
    heard.push(Buffer.from(bytes))
    const judged = retain ? 'retained' : judgeUnlock(bytes, memory, clock())
    if (typeof judged === 'string') return void refused.push(judged)
    judged.note()
    opened.push(judged.sequence)
    client.publish(
      topic('ack'),
      Buffer.from(acknowledgementBytes({ sequence: judged.sequence, isOpen: true })),
      { qos: 1 },
    )
  })
  await client.subscribeAsync([topic('unlock'), topic('grants')], { qos: 1 })
  return { opened, refused, heard, close: async () => await client.endAsync() }
}
export type Lock = Awaited<ReturnType<typeof openLock>>
