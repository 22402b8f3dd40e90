import type { Me } from '#shared/identity/schemas.ts'
import { call } from '#client/sync/http/http.ts'

const TIMEOUT_MS = 20_000

/** Why signing in or out was not done, with a sentence for the screen. */
export interface Failure { ok: false, code: string, message: string, retryAfterS?: number, puzzle?: string }
export type Outcome<Body> = { ok: true, body: Body } | Failure

export const unreachable: Failure = { ok: false, code: 'unreachable', message: '现在连不上网络，请稍后再试。' }

/** Calls one of the server's session routes. */
export async function callSession<Body>(method: string, path: string, body?: object): Promise<Outcome<Body>> {
  const result = await call(path, {
    method,
    timeoutMs: TIMEOUT_MS,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (result.kind === 'answer') return { ok: true, body: result.body as Body }
  const refusal = 'refusal' in result ? result.refusal : undefined
  return refusal ? { ok: false, ...refusal } : unreachable
}

/** Who is signed in, as the server knows them now; null without an answer. */
export async function fetchMe(signal: AbortSignal): Promise<Me | null> {
  const result = await call('/api/queries/identity.me?input=%7B%7D', { timeoutMs: TIMEOUT_MS, signal })
  return result.kind === 'answer' ? result.body as Me : null
}

/**
 * Who is signed in by the cookie, where the phone's storage was cleared: Safari clears it sooner than
 * cookies. Null when nobody is, undefined without an answer.
 */
export async function fetchCookieHolder(): Promise<Me | null | undefined> {
  const outcome = await callSession<{ me: Me | null }>('GET', '/api/session')
  return outcome.ok ? outcome.body.me : undefined
}
