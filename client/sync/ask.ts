import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { MaybeRefOrGetter, Ref } from 'vue'
import { useSession } from '#client/app/session/session.ts'
import { onScopeDispose, ref, shallowRef, toValue, watch } from 'vue'
import { onResume } from './browser/connectivity.ts'
import { listenForNudges } from './http/event-stream.ts'
import { call, track } from './http/http.ts'
import { onNudge } from './http/nudges.ts'
import { dropAnswer, saveAnswer, savedAnswer } from './store/answers.ts'
import { savedSession } from './store/session.ts'

const ASK_TIMEOUT_MS = 15_000
/** A kept answer passes for today's this long while the server is asked, so that a page does not flicker. */
const LOOKS_FRESH_MS = 2_000

type Asked<Name extends QueryName> =
  | { kind: 'answered', answer: Answer<Name>, askedAt: number }
  // Final: the server says that there is nothing for us to see.
  | { kind: 'no', trouble: string, isFinal: boolean }

const signedOut = { kind: 'no', trouble: '请重新登录。', isFinal: false } as const

const inFlight = new Map<string, Promise<Asked<QueryName>>>()

/**
 * Asks the server once, with the kept answer's ETag; pages that ask the same at the same time share the
 * question.
 */
async function question<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<Asked<Name>> {
  const { me, isSignedIn } = await savedSession()
  // Known already, or the cookie is changing hands just now: the server need not say it again.
  if (me && !isSignedIn) return signedOut
  const accountId = me?.accountId ?? ''
  const key = JSON.stringify([accountId, name, input])
  const asking = inFlight.get(key) ?? track(put(accountId, name, input)).finally(() => inFlight.delete(key))
  inFlight.set(key, asking)
  return await asking as Asked<Name>
}

async function put<Name extends QueryName>(
  accountId: string,
  name: Name,
  input: QueryInput<Name>,
): Promise<Asked<Name>> {
  const kept = await savedAnswer(accountId, name, input)
  const askedAt = Date.now()
  const result = await call(`/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    timeoutMs: ASK_TIMEOUT_MS,
    cache: 'no-store', // What one person saw is kept in their own answers, not in the browser's cache.
    ...(kept?.etag && { headers: { 'if-none-match': kept.etag } }),
  })
  if (result.kind === 'answer') {
    const answer = result.status === 304 ? kept?.answer : result.body
    await saveAnswer(name, input, {
      answer,
      askedAt,
      accountId,
      etag: result.headers.get('etag') ?? kept?.etag ?? null,
    })
    return { kind: 'answered', answer: answer as Answer<Name>, askedAt }
  }
  if (result.kind === 'signedOut') return signedOut
  if (result.kind === 'unreachable') return { kind: 'no', trouble: '连不上网络。', isFinal: false }
  const isFinal = result.status < 500
  if (isFinal) await dropAnswer(accountId, name, input)
  return { kind: 'no', trouble: result.refusal?.message ?? '系统出了点问题，请稍后再试。', isFinal }
}

/** One question, one answer; undefined when none could be had. Never throws. */
export async function ask<Name extends QueryName>(
  name: Name,
  input: QueryInput<Name>,
): Promise<Answer<Name> | undefined> {
  const asked = await question(name, input)
  return asked.kind === 'answered' ? asked.answer : undefined
}

export type AnswerState = 'loading' | 'fresh' | 'old' | 'failed'
export interface UseAnswer<Name extends QueryName> {
  answer: Ref<Answer<Name> | undefined>
  /** When what is shown was true. */
  askedAt: Ref<number | undefined>
  state: Ref<AnswerState>
  trouble: Ref<string | undefined>
  refresh: () => Promise<void>
}

/**
 * A query's answer that stays up to date while the page is open: the kept one at once, then the server's.
 * Null asks nothing.
 */
export function useAnswer<Name extends QueryName>(
  name: Name,
  input: MaybeRefOrGetter<QueryInput<Name> | null>,
): UseAnswer<Name> {
  const session = useSession()
  const answer = shallowRef<Answer<Name>>()
  const askedAt = ref<number>()
  const state = ref<AnswerState>('loading')
  const trouble = ref<string>()
  const wanted = () => JSON.stringify([session.accountId, toValue(input)])
  let shown = ''

  function show(what: string, given: Answer<Name>, at: number) {
    // The same answer stays the same object, so that nothing is painted again.
    if (shown !== what || JSON.stringify(answer.value) !== JSON.stringify(given)) answer.value = given
    shown = what
    askedAt.value = at
  }

  async function showKept(what: string, asked: QueryInput<Name>) {
    const kept = await savedAnswer(session.accountId ?? '', name, asked)
    if (wanted() !== what || shown === what) return
    if (!kept) return clear()
    show(what, kept.answer as Answer<Name>, kept.askedAt)
    state.value = 'fresh'
  }

  function clear() {
    answer.value = askedAt.value = trouble.value = undefined
    state.value = 'loading'
    shown = ''
  }

  async function refresh(): Promise<void> {
    const asked = toValue(input)
    const what = wanted()
    if (asked === null) return clear()
    if (shown !== what) await showKept(what, asked)
    const slow = setTimeout(
      () => wanted() === what && state.value === 'fresh' && (state.value = 'old'),
      LOOKS_FRESH_MS,
    )
    const result = await question(name, asked)
    clearTimeout(slow)
    if (wanted() !== what) return // Another question is on the page by now.
    if (result.kind === 'answered') {
      show(what, result.answer, result.askedAt)
      trouble.value = undefined
      state.value = 'fresh'
      return
    }
    if (result.isFinal) clear()
    trouble.value = result.trouble
    state.value = answer.value === undefined ? 'failed' : 'old'
  }

  listenForNudges()
  watch(wanted, () => void refresh(), { immediate: true })
  watch(() => session.isSignedIn, isSignedIn => isSignedIn && void refresh())
  onScopeDispose(onNudge(nudged => (nudged === 'all' || nudged.includes(name)) && void refresh()))
  onScopeDispose(onResume(() => state.value !== 'fresh' && void refresh()))
  return { answer, askedAt, state, trouble, refresh }
}
