import type { Envelope } from '#shared/sync/protocol.ts'
import type { Waiting } from '../store/schema.ts'

/** A reactive object can't be stored; what is sent is JSON anyway. */
export const plainInput = (input: unknown): unknown => JSON.parse(JSON.stringify(input))

/** A command as it enters the outbox; `photos` are hashes. */
export const waitingCommand = (envelope: Envelope, accountId: string, photos: string[]): Waiting => ({
  envelope,
  lane: envelope.name.split('.')[0]!,
  accountId,
  photos,
  attempts: 0,
})
