/** What the tabs and the service worker of one phone publish to each other; another version may listen. */
export type ChannelMessage =
  | { about: 'stores' } // A waiting, returned or delivered command or a draft has changed.
  | { about: 'answers' } // Commands were accepted, so that answers may have changed.
  | { about: 'session' }
  | { about: 'activity' } & Activity
  | { about: 'pause', lane: string, until: number } // The server sent a Retry-After.
  | { about: 'sync' } // The operating system reports a network.

/** What is being sent: keys of commands and hashes of photos; `uploaded`: photos that the server has. */
export interface Activity { sending: number[], uploading: string[], uploaded: string[] }

type Listener = (message: ChannelMessage) => void
const listeners = new Set<Listener>()
let channel: BroadcastChannel | undefined

function connect(): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  if (!channel) {
    channel = new BroadcastChannel('little-bee')
    channel.onmessage = event => deliver(event.data as ChannelMessage)
    ;(channel as { unref?: () => void }).unref?.() // In Node an open channel would keep the process alive.
  }
  return channel
}

function deliver(message: ChannelMessage) {
  for (const listener of listeners) listener(message)
}

/** Sends a message to this tab, to every other and to the service worker. */
export function publish(message: ChannelMessage): void {
  connect()?.postMessage(message)
  deliver(message)
}

/** Calls for every message, this tab's own included. Returns `unsubscribe`. */
export function subscribe(listener: Listener): () => void {
  connect()
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Calls when a waiting, returned or delivered command or a draft has changed. Returns `unsubscribe`. */
export const onOutboxChange = (listener: () => void): () => void =>
  subscribe(({ about }) => void (about === 'stores' && listener()))
