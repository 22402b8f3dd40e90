import { subscribe } from '../browser/channel.ts'
import { onResume } from '../browser/connectivity.ts'
import { Backoff, EVERYTHING } from '../sending/backoff.ts'
import { savedSession, sessionEnded } from '../store/session.ts'
import { call, sessionSignal } from './http.ts'
import { nudge } from './nudges.ts'

let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined
const backoff = new Backoff()

let isListening = false

/** Opens the server's event stream while this page is visible and signed in; one stream for all callers. */
export function listenForNudges(): void {
  if (isListening || typeof EventSource === 'undefined') return
  isListening = true
  const openOrClose = () => void (document.visibilityState === 'visible' ? open() : close())
  onResume(openOrClose)
  document.addEventListener('visibilitychange', openOrClose)
  subscribe(({ about }) => {
    if (about === 'session')
      void savedSession().then(({ isSignedIn }) => isSignedIn ? openOrClose() : close())
  })
  openOrClose()
}

async function open() {
  clearTimeout(retry)
  const signal = sessionSignal()
  if (source || !(await savedSession()).isSignedIn) return
  // Meanwhile another call may have opened it, or the page may be hidden or signed out.
  if (source || signal.aborted || document.visibilityState !== 'visible') return
  const opened = source = new EventSource('/api/events')
  signal.addEventListener('abort', close, { once: true })
  // Nudges were missed while the stream was closed: everything is asked again.
  opened.addEventListener('hello', () => {
    backoff.succeeded(EVERYTHING)
    nudge('all')
  })
  opened.addEventListener('nudge', event => nudge(namesIn(event.data as string)))
  opened.onerror = () => {
    if (opened.readyState !== EventSource.CLOSED) return // The browser reconnects by itself.
    close()
    void learnEnd()
    backoff.failed(EVERYTHING)
    retry = setTimeout(() => void open(), Math.max(2_000, backoff.nextMs() ?? 0))
  }
}

const ASK_TIMEOUT_MS = 15_000
/** A browser doesn't tell why it gave up a stream: asks whether the session is over, which is no error. */
async function learnEnd() {
  const askedAt = Date.now()
  const result = await call('/api/session', { timeoutMs: ASK_TIMEOUT_MS })
  const isOver = result.kind === 'answer' && (result.body as { me: unknown }).me === null
  if (isOver) await sessionEnded(askedAt)
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
