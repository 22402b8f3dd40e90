import { subscribe } from '../browser/channel.ts'
import { onResume } from '../browser/connectivity.ts'
import { Backoff, EVERYTHING } from '../sending/backoff.ts'
import { savedSession } from '../store/session.ts'
import { nudge } from './nudges.ts'

let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined
const pauses = new Backoff()

let isListening = false

/**
 * From now on listens to the server while this page is seen and signed in: one stream, however many pages ask
 * for it.
 */
export function listenForNudges(): void {
  if (isListening || typeof EventSource === 'undefined') return
  isListening = true
  const look = () => void (document.visibilityState === 'visible' ? open() : close())
  onResume(look)
  document.addEventListener('visibilitychange', look)
  subscribe((word) => {
    if (word.about === 'session') void savedSession().then(({ isSignedIn }) => isSignedIn ? look() : close())
  })
  look()
}

async function open() {
  clearTimeout(retry)
  if (source || !(await savedSession()).isSignedIn || source) return
  const mine = source = new EventSource('/api/events')
  // What was said while nobody listened is made up for by asking everything again.
  mine.addEventListener('hello', () => {
    pauses.calm(EVERYTHING)
    nudge('all')
  })
  mine.addEventListener('nudge', event => nudge(namesIn(event.data as string)))
  mine.onerror = () => {
    if (mine.readyState !== EventSource.CLOSED) return // The browser tries again by itself.
    close()
    pauses.trouble(EVERYTHING)
    retry = setTimeout(() => void open(), Math.max(2_000, pauses.nextMs() ?? 0))
  }
}

function close() {
  clearTimeout(retry)
  source?.close()
  source = undefined
}

function namesIn(data: string): string[] | 'all' {
  try {
    const names: unknown = JSON.parse(data)
    return Array.isArray(names) ? names.filter(name => typeof name === 'string') : 'all'
  }
  catch {
    return 'all'
  }
}
