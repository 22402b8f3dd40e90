import { subscribe } from '../browser/channel.ts'

/** Names of queries whose answers may have changed, or all of them. */
export type Nudged = readonly string[] | 'all'
type Listener = (nudged: Nudged) => void

const listeners = new Set<Listener>()
let isListening = false

/** Says in this tab that answers may have changed. */
export function nudge(nudged: Nudged): void {
  for (const listener of listeners) listener(nudged)
}

/**
 * Calls when answers may have changed, by the server's word or because our own commands were accepted;
 * answers how to stop.
 */
export function onNudge(listener: Listener): () => void {
  if (!isListening) subscribe(word => word.about === 'answers' && nudge('all'))
  isListening = true
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
