import type { Waiting } from '../store/store.ts'
import { BATCH_BYTES_MAX, BATCH_COMMANDS_MAX, Envelope } from '#shared/sync/protocol.ts'
import * as v from 'valibot'

/** A waiting command and the store's own sequence number, which is the order things were done in. */
export interface Entry extends Waiting {
  key: number
  size: Size
}

const WRAPPING_BYTES = 200 // `{"sentAt":…,"commands":[…]}`
const utf8 = new TextEncoder()

/**
 * How many bytes a command adds to a request, or why it can't travel at all: it is damaged, or larger than
 * any batch.
 */
type Size = { bytes: number } | { issues: string[] }

/** Measures a command once, when it is read. */
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
  isReady: (entry: Entry) => boolean
  /** How many of a lane may go at once; fewer while a culprit is sought. */
  mostOf: (lane: string) => number
  oneLaneOnly: boolean
}

interface Picked {
  batch: Entry[]
  /** What could never be sent, and blocks nobody. */
  misfits: { key: number, issues: string[] }[]
}

/**
 * The oldest commands of every lane that moves, as many as one request may carry. What isn't ready holds up
 * its own lane.
 */
export function pickBatch(entries: Entry[], { isReady, mostOf, oneLaneOnly }: Limits): Picked {
  const picked: Picked = { batch: [], misfits: [] }
  const { batch, misfits } = picked
  const counts = new Map<string, number>()
  const blocked = new Set<string>()
  let bytes = WRAPPING_BYTES
  for (const entry of entries) {
    const { key, lane, size } = entry
    if (batch.length >= BATCH_COMMANDS_MAX) break
    if (blocked.has(lane)) continue
    if (oneLaneOnly && batch[0] && batch[0].lane !== lane) continue
    const count = counts.get(lane) ?? 0
    if ('issues' in size) {
      misfits.push({ key, issues: size.issues })
      continue
    }
    if (count >= mostOf(lane) || !isReady(entry)) {
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
