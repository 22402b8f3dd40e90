import type { DoorRefusal } from '#shared/sync/protocol.ts'
import { MARKER } from '#shared/sync/protocol.ts'
import { sessionEnded } from '../store/session.ts'
import { noteServerTime } from './server-time.ts'

const RETRY_AFTER_MAX_MS = 24 * 3_600_000
/** A proxy may say Retry-After as well, but it isn't ours to be believed for long. */
const STRANGERS_RETRY_AFTER_MAX_MS = 5 * 60_000
/** Not now, says the server as a whole; a 500 is about what it was sent. */
const laterStatuses = [408, 425, 429, 503]

/**
 * What became of a request. `silence`: nobody of ours answered, or asked for patience; `fault`: our server
 * failed or would not have it.
 */
export type HttpResult =
  | { kind: 'answer', status: number, body: unknown, headers: Headers }
  | { kind: 'signedOut' }
  | { kind: 'unreachable', afterMs?: number, refusal?: DoorRefusal }
  | { kind: 'fault', status: number, refusal?: DoorRefusal }

interface Call extends RequestInit { timeoutMs: number }

const asking = new Set<Promise<unknown>>()
/** Counts a query as asked until it is answered. */
export function track<Answer>(query: Promise<Answer>): Promise<Answer> {
  asking.add(query)
  const forget = () => void asking.delete(query)
  query.then(forget, forget)
  return query
}
/** Resolves when no query is being asked any more, at the latest after `patienceMs`. */
export async function queriesAnswered(patienceMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise(resolve => timer = setTimeout(resolve, patienceMs))
  await Promise.race([Promise.allSettled(asking), patience])
  clearTimeout(timer)
}

/**
 * Asks the server; never throws. An answer without our mark (a captive portal's page, a firewall's 403)
 * counts as silence.
 */
export async function call(path: string, { timeoutMs, signal, headers, ...init }: Call): Promise<HttpResult> {
  const askedAt = Date.now()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  const stop = () => timeout.abort()
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  try {
    const response = await fetch(path, {
      ...init,
      signal: timeout.signal,
      credentials: 'same-origin',
      headers: { ...headers as Record<string, string>, [MARKER]: '1' },
    })
    if (response.headers.get(MARKER) === '1') noteServerTime(response.headers.get('date'), askedAt)
    const result = await readResponse(response)
    if (result.kind === 'signedOut') await sessionEnded(askedAt)
    return result
  }
  catch {
    return { kind: 'unreachable' }
  }
  finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

async function readResponse(response: Response): Promise<HttpResult> {
  const { status, headers } = response
  const isOurs = headers.get(MARKER) === '1'
  if (!isOurs) {
    void response.body?.cancel().catch(() => {})
    return { kind: 'unreachable', ...patience(headers, false) }
  }
  if (status === 304) return { kind: 'answer', status, body: undefined, headers }
  const text = await response.text() // A body cut short throws, and is silence too.
  const refusal = doorRefusal(status, text)
  if (laterStatuses.includes(status)) return { kind: 'unreachable', ...patience(headers, true), ...refusal }
  if (status === 401) return { kind: 'signedOut' }
  if (response.ok)
    return { kind: 'answer', status, body: text === '' ? undefined : JSON.parse(text), headers }
  return { kind: 'fault', status, ...refusal }
}

/** Retry-After in seconds or as a date. */
function patience(headers: Headers, isOurs: boolean): { afterMs?: number } {
  const said = headers.get('retry-after')
  if (!said) return {}
  const afterMs = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now()
  if (!(afterMs > 0)) return {}
  return { afterMs: Math.min(afterMs, isOurs ? RETRY_AFTER_MAX_MS : STRANGERS_RETRY_AFTER_MAX_MS) }
}

/** A door's no has a code and words; what else an error's body may hold is of no use. */
function doorRefusal(status: number, text: string): { refusal?: DoorRefusal } {
  if (status < 400) return {}
  try {
    const refusal = JSON.parse(text) as DoorRefusal
    return typeof refusal?.code === 'string' ? { refusal } : {}
  }
  catch {
    return {}
  }
}
