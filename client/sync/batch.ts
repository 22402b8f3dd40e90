import type { Waiting } from './store.ts'
import { BATCH_BYTES_MAX, BATCH_COMMANDS_MAX, Envelope } from '#shared/sync/protocol.ts'
import * as v from 'valibot'

/** A waiting command and the store's own sequence number, which is the order things were done in. */
export interface Entry extends Waiting { key: number }

const WRAPPING_BYTES = 200 // `{"sentAt":…,"commands":[…]}`
const utf8 = new TextEncoder()
const bytesOf = (entry: Entry) => utf8.encode(JSON.stringify(entry.envelope)).length + 1

/** Why an entry can't travel at all (it is damaged, or larger than any batch), or null. */
export function unfit(entry: Entry): string[] | null {
  try {
    if (!v.is(Envelope, entry.envelope)) return ['damaged on the phone']
    return bytesOf(entry) + WRAPPING_BYTES < BATCH_BYTES_MAX ? null : ['too large to send']
  }
  catch {
    return ['damaged on the phone']
  }
}

interface Limits {
  isReady: (entry: Entry) => boolean
  isHeld: (lane: string) => boolean
  /** How many of a lane may go at once; fewer while a culprit is sought. */
  mostOf: (lane: string) => number
  oneLaneOnly: boolean
}

/** The oldest commands of every lane that moves, as many as one request may carry. What isn't ready holds up its own lane. */
export function pickBatch(entries: Entry[], { isReady, isHeld, mostOf, oneLaneOnly }: Limits): Entry[] {
  const batch: Entry[] = []
  const blocked = new Set<string>()
  let bytes = WRAPPING_BYTES
  for (const entry of entries) {
    const { lane } = entry
    if (blocked.has(lane) || isHeld(lane)) continue
    if (oneLaneOnly && batch[0] && batch[0].lane !== lane) continue
    const isFull = batch.filter(other => other.lane === lane).length >= mostOf(lane)
    if (isFull || !isReady(entry)) {
      blocked.add(lane)
      continue
    }
    bytes += bytesOf(entry)
    if (bytes >= BATCH_BYTES_MAX || batch.length >= BATCH_COMMANDS_MAX) break
    batch.push(entry)
  }
  return batch
}
