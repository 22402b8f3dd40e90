import type { Waiting } from '../store/schema.ts'
import { BATCH_BYTES_MAX, BATCH_COMMANDS_MAX, Envelope } from '#shared/sync/protocol.ts'
import * as v from 'valibot'

/** A waiting command; `key` is the store's sequence number, by which commands keep their order. */
export interface QueueEntry extends Waiting {
  key: number
  size: Size
}

const WRAPPING_BYTES = 200 // `{"sentAt":…,"commands":[…]}`
const utf8 = new TextEncoder()

/** How many bytes a command adds to a request; `issues`: it can never be sent. */
type Size = { bytes: number } | { issues: string[] }

export function sizeOf({ envelope }: Waiting): Size {
  try {
    if (!v.is(Envelope, envelope)) return { issues: ['damaged on the phone'] }
    const bytes = utf8.encode(JSON.stringify(envelope)).length + 1
    return bytes + WRAPPING_BYTES < BATCH_BYTES_MAX ? { bytes } : { issues: ['too large to send'] }
  }
  catch {
    return { issues: ['damaged on the phone'] }
  }
}

interface Limits {
  /** Whether the server has every photo that the command names. */
  isReady: (entry: QueueEntry) => boolean
  limitOf: (lane: string) => number
  isOneLaneOnly: boolean
}

interface Picked {
  batch: QueueEntry[]
  /** Commands that can never be sent, and hold up nothing. */
  misfits: { key: number, issues: string[] }[]
}

/** Picks the oldest commands for one request; a command that isn't ready holds up its own lane only. */
export function pickBatch(entries: QueueEntry[], { isReady, limitOf, isOneLaneOnly }: Limits): Picked {
  const picked: Picked = { batch: [], misfits: [] }
  const { batch, misfits } = picked
  const counts = new Map<string, number>()
  const blocked = new Set<string>()
  let bytes = WRAPPING_BYTES
  for (const entry of entries) {
    const { key, lane, size } = entry
    if (batch.length >= BATCH_COMMANDS_MAX) break
    if (blocked.has(lane)) continue
    if (isOneLaneOnly && batch[0] && batch[0].lane !== lane) continue
    const count = counts.get(lane) ?? 0
    if ('issues' in size) {
      misfits.push({ key, issues: size.issues })
      continue
    }
    if (count >= limitOf(lane) || !isReady(entry)) {
      blocked.add(lane)
      continue
    }
    bytes += size.bytes
    if (bytes >= BATCH_BYTES_MAX) break
    batch.push(entry)
    counts.set(lane, count + 1)
  }
  return picked
}
