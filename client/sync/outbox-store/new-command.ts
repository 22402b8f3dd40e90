import type { Envelope } from '#shared/sync/protocol.ts'
import type { Waiting } from '../store/schema.ts'
import { uuidv7 } from 'uuidv7'
import { clockNote } from '../http/server-time.ts'

/** A reactive object can't be stored; what is sent is JSON anyway. */
export const plainInput = (input: unknown): unknown => JSON.parse(JSON.stringify(input))

/** A command made now. It carries how far the clock was off, since the clock may be set before it is sent. */
export function newEnvelope(name: string, input: unknown): Envelope {
  const clock = clockNote()
  return { id: uuidv7(), name, input, madeAt: Date.now(), ...clock && { clock } }
}

/** A saved command as it can be read: one that a damaged disk left without its envelope has an empty one. */
export const readable = <Item extends { envelope: Envelope }>(item: Item): Item =>
  item.envelope ? item : { ...item, envelope: newEnvelope('', {}) }

/** A command as it enters the outbox; `photos` are hashes. */
export const waitingCommand = (envelope: Envelope, accountId: string, photos: string[]): Waiting => ({
  envelope,
  lane: envelope.name.split('.')[0]!,
  accountId,
  photos,
  attempts: 0,
})
