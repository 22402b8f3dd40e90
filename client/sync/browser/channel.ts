/** What tabs and the service worker of one phone tell each other. */
export type ChannelMessage =
  | { about: 'stores' } // Something waiting, returned, delivered or drafted has changed.
  | { about: 'answers' } // Commands were accepted: what is on the screen may be out of date.
  | { about: 'session' }
  | { about: 'activity', sending: number[], uploading: string[], uploaded: string[] }
  | { about: 'pause', lane: string, until: number } // The server asked for patience.
  | { about: 'sync' } // The system says that there is a network now.

type Listener = (word: ChannelMessage) => void
const listeners = new Set<Listener>()
let channel: BroadcastChannel | undefined

function connect(): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  if (!channel) {
    channel = new BroadcastChannel('little-bee')
    channel.onmessage = event => tell(event.data as ChannelMessage)
    ;(channel as { unref?: () => void }).unref?.() // In Node an open channel would keep the process alive.
  }
  return channel
}

function tell(word: ChannelMessage) {
  for (const listener of listeners) listener(word)
}

/** Says it to this tab and to every other. */
export function publish(word: ChannelMessage): void {
  connect()?.postMessage(word)
  tell(word)
}

/** Hears what any tab says, this one included; answers how to stop. */
export function subscribe(listener: Listener): () => void {
  connect()
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
