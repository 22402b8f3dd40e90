import type { Mosquitto } from './mosquitto.ts'
import { Buffer } from 'node:buffer'
import { createPublicKey, verify } from 'node:crypto'
import { acknowledgementBytes } from '#shared/stations/acknowledgement.ts'
import { readUnlock } from '#shared/stations/passes.ts'
import { connectAsync } from 'mqtt'
import { lockUser, PREFIX } from './mosquitto.ts'

/** What a lock is built to know. `lastSequence` outlives a power cut. */
export interface Memory { station: number, keys: readonly { id: number, publicKey: string }[], lastSequence: number }

/** Believes an unlock, or says why not: ours, for this door, in time, and later than every one before it. */
export function judgeUnlock(bytes: Uint8Array, { station, keys, lastSequence }: Memory, now: number): { sequence: number } | 'no unlock' | 'forged' | 'another door' | 'too late' | 'taken before' {
  const read = readUnlock(bytes)
  if (!read) return 'no unlock'
  const { message, signed, signature } = read
  const key = keys.find(({ id }) => id === message.keyId)
  if (!key || !verify(null, signed, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' }), signature)) return 'forged'
  if (message.station !== station) return 'another door'
  if (now > message.expires) return 'too late'
  return message.sequence > lastSequence ? { sequence: message.sequence } : 'taken before'
}

/** A reference lock: listens at the broker for its own door, opens for what it believes, and answers. */
export async function openLock({ url, authority }: Pick<Mosquitto, 'url' | 'authority'>, memory: Memory, clock: () => number) {
  const client = await connectAsync(url, { ...lockUser(memory.station), ca: authority, protocolVersion: 5 })
  const opened: number[] = []
  const refused: string[] = []
  const heard: Buffer[] = []
  client.on('message', (_topic, bytes, { retain }) => {
    heard.push(Buffer.from(bytes))
    const judged = retain ? 'retained' : judgeUnlock(bytes, memory, clock())
    if (typeof judged === 'string') return void refused.push(judged)
    memory.lastSequence = judged.sequence
    opened.push(judged.sequence)
    client.publish(`${PREFIX}/${memory.station}/ack`, Buffer.from(acknowledgementBytes({ sequence: judged.sequence, isOpen: true })), { qos: 1 })
  })
  await client.subscribeAsync(`${PREFIX}/${memory.station}/unlock`, { qos: 1 })
  return { opened, refused, heard, close: async () => await client.endAsync() }
}
