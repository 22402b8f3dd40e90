import { subscribe } from '../browser/channel.ts'

/** Names of queries whose answers may have changed, or all of them. */
export type Nudged = readonly string[] | 'all'
type Listener = (nudged: Nudged) => void

const listeners = new Set<Listener>()
let isListening = false
let heard = 0

/** So many nudges came so far: an answer asked for before the last one may be older than what it told of. */
export const nudgesHeard = (): number => heard

/** Tells this tab's pages that answers may have changed. */
export function nudge(nudged: Nudged): void {
  heard++
  for (const listener of listeners) listener(nudged)
}

/** Calls after a nudge from the server and after own commands were accepted. Returns `unsubscribe`. */
export function onNudge(listener: Listener): () => void {
  if (!isListening) subscribe(message => message.about === 'answers' && nudge('all'))
  isListening = true
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
