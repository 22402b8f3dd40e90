import type { RouteRefusal } from '#shared/sync/protocol.ts'
import { MARKER } from '#shared/sync/marker.ts'
import { sessionEnded } from '../store/session.ts'
import { freshFactor, wantsFactor } from './factor.ts'
import { noteServerTime } from './server-time.ts'

const RETRY_AFTER_MAX_MS = 24 * 3_600_000
/** The longest Retry-After honoured from a proxy instead of our server. */
const FOREIGN_RETRY_AFTER_MAX_MS = 5 * 60_000
/** Statuses that ask to try again later; a 500 is about the request itself. */
const laterStatuses = [408, 425, 429, 503]

/**
 * The result of a request. `unreachable`: no answer of ours came, or one that asks to try again later;
 * `fault`: our server failed or refused.
 */
export type HttpResult =
  | { kind: 'answer', status: number, body: unknown, headers: Headers }
  | { kind: 'signedOut' }
  | { kind: 'unreachable', afterMs?: number, refusal?: RouteRefusal }
  | { kind: 'fault', status: number, refusal?: RouteRefusal }

interface Call extends RequestInit { timeoutMs: number }

let asking = new AbortController()
/**
 * Aborts when the present session ends. A query takes it before it reads the store, since the session may end
 * meanwhile.
 */
export const sessionSignal = (): AbortSignal => asking.signal
/** Aborts the queries of the session that ends; answered later, they would meet a 401. */
export function cutQueries(): void {
  asking.abort()
  asking = new AbortController()
}

/**
 * Calls the server; never throws. The body is JSON, of a file a Blob. An answer without our marker (a
 * captive portal's page) is `unreachable`.
 * Where a fresh code of the second factor is wanted, calls again once it was given.
 */
export async function call(path: string, init: Call): Promise<HttpResult> {
  const result = await callOnce(path, init)
  const isWanted = result.kind === 'fault' && wantsFactor(result.refusal)
  return isWanted && await freshFactor() ? await callOnce(path, init) : result
}

async function callOnce(path: string, { timeoutMs, signal, headers, ...init }: Call): Promise<HttpResult> {
  const askedAt = Date.now()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  const abort = () => timeout.abort()
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
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
    signal?.removeEventListener('abort', abort)
  }
}

async function readResponse(response: Response): Promise<HttpResult> {
  const { status, headers } = response
  const isOurs = headers.get(MARKER) === '1'
  if (!isOurs) {
    void response.body?.cancel().catch(() => {})
    return { kind: 'unreachable', ...retryAfter(headers, false) }
  }
  if (status === 304) return { kind: 'answer', status, body: undefined, headers }
  if (response.ok && headers.get('content-disposition')?.startsWith('attachment'))
    return { kind: 'answer', status, body: await response.blob(), headers }
  const text = await response.text() // A truncated body throws, which is `unreachable`.
  const refusal = doorRefusal(status, text)
  if (laterStatuses.includes(status)) return { kind: 'unreachable', ...retryAfter(headers, true), ...refusal }
  if (status === 401) return { kind: 'signedOut' }
  if (response.ok)
    return { kind: 'answer', status, body: text === '' ? undefined : JSON.parse(text), headers }
  return { kind: 'fault', status, ...refusal }
}

/** Reads Retry-After: seconds or a date. */
function retryAfter(headers: Headers, isOurs: boolean): { afterMs?: number } {
  const header = headers.get('retry-after')
  if (!header) return {}
  const afterMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  if (!(afterMs > 0)) return {}
  return { afterMs: Math.min(afterMs, isOurs ? RETRY_AFTER_MAX_MS : FOREIGN_RETRY_AFTER_MAX_MS) }
}

/** The refusal in an error's body, if it is one of ours. */
function doorRefusal(status: number, text: string): { refusal?: RouteRefusal } {
  if (status < 400) return {}
  try {
    const refusal = JSON.parse(text) as RouteRefusal
    return typeof refusal?.code === 'string' ? { refusal } : {}
  }
  catch {
    return {}
  }
}
