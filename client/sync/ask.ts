import type { ExportedList, ExportFilter, ExportFormat } from '#shared/console/exports.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { ComputedRef, MaybeRefOrGetter, Ref } from 'vue'
import type { SavedAnswer } from './store/schema.ts'
import {
  computed,
  getCurrentInstance,
  onActivated,
  onDeactivated,
  onScopeDispose,
  ref,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import { useAccount } from './account.ts'
import { onResume } from './browser/connectivity.ts'
import { listenForNudges } from './http/event-stream.ts'
import { call, sessionSignal } from './http/http.ts'
import { nudgesHeard, onNudge } from './http/nudges.ts'
import { dropAnswer, saveAnswer, savedAnswer } from './store/answers.ts'
import { nobody, savedSession } from './store/session.ts'

export { serverAheadMs } from './http/server-time.ts'
export { savedAnswer } from './store/answers.ts'

const ASK_TIMEOUT_MS = 15_000
/** The trouble where a link was cut short, or what it led to is gone, or is not for this person. */
export const NOTHING_HERE = '这里没有内容：链接可能不完整，或者已经不在了，或者你不能查看。'
/**
 * A saved answer counts as fresh for this long while the server is asked, so that the page does not flicker.
 */
const LOOKS_FRESH_MS = 2_000

type Asked<Name extends QueryName> =
  | { kind: 'answered', answer: Answer<Name>, askedAt: number }
  // Final: the server refuses the query itself, so the saved answer is deleted too.
  | { kind: 'failed', trouble: string, isFinal: boolean }

const signedOut = { kind: 'failed', trouble: '请重新登录。', isFinal: false } as const

/** The `refresh` of each answer on the open pages. */
const onPages = new Set<() => Promise<void>>()
/** Asks again for all that is shown; resolves when it is answered, or can't be. */
export async function refreshShown(): Promise<void> {
  await Promise.all([...onPages].map(again => again()))
}

const inFlight = new Map<string, { answering: Promise<Asked<QueryName>>, nudges: number }>()

/**
 * Asks the server. The same query asked meanwhile shares the request, unless that left before the last nudge:
 * its answer may be older than the change.
 */
async function request<Name extends QueryName>(
  name: Name,
  input: QueryInput<Name>,
  isSaved = true,
): Promise<Asked<Name>> {
  const signal = sessionSignal()
  const { me, isSignedIn } = await savedSession().catch(() => nobody) // Where there is no storage.
  // The session has ended, or somebody is signing in or out and the page has yet to hear of it.
  if (me ? !isSignedIn : useAccount().id !== null) return signedOut
  const accountId = me?.accountId ?? ''
  const key = JSON.stringify([accountId, name, input])
  const isOlder = () => (inFlight.get(key)?.nudges ?? nudgesHeard()) !== nudgesHeard()
  while (isOlder()) await inFlight.get(key)?.answering.catch(() => {}) // Whoever asked for it hears of it.
  const answering = inFlight.get(key)?.answering
    ?? fetchAnswer(accountId, name, input, { isSaved, signal }).finally(() => inFlight.delete(key))
  inFlight.set(key, { answering, nudges: nudgesHeard() })
  return await answering as Asked<Name>
}

/** Sends the saved answer's ETag and, unless `isSaved` is false, saves what comes back. */
async function fetchAnswer<Name extends QueryName>(
  accountId: string,
  name: Name,
  input: QueryInput<Name>,
  { isSaved, signal }: { isSaved: boolean, signal: AbortSignal },
): Promise<Asked<Name>> {
  const saved = await savedAnswer(accountId, name, input)
  const askedAt = Date.now()
  const result = await call(`/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    timeoutMs: ASK_TIMEOUT_MS,
    signal,
    cache: 'no-store', // Answers are saved by account, not in the browser's cache.
    ...(saved?.etag && { headers: { 'if-none-match': saved.etag } }),
  })
  if (result.kind === 'signedOut' || signal.aborted) return signedOut
  if (result.kind === 'answer') {
    const answer = result.status === 304 ? saved?.answer : result.body
    const etag = result.headers.get('etag') ?? saved?.etag ?? null
    if (isSaved) await saveAnswer(name, input, { answer, askedAt, accountId, etag })
    return { kind: 'answered', answer: answer as Answer<Name>, askedAt }
  }
  if (result.kind === 'unreachable')
    return { kind: 'failed', trouble: result.refusal?.message || '连不上网络。', isFinal: false }
  const isFinal = result.status < 500
  if (isFinal) await dropAnswer(accountId, name, input)
  const trouble = isFinal && result.status !== 403 ? NOTHING_HERE : result.refusal?.message
  return { kind: 'failed', trouble: trouble ?? '系统出了点问题，请稍后再试。', isFinal }
}

/**
 * Asks the server once; undefined when it could not answer. Never throws. With `isSaved: false` the answer
 * takes no place from those that are needed without a network.
 */
export async function ask<Name extends QueryName>(
  name: Name,
  input: QueryInput<Name>,
  { isSaved = true } = {},
): Promise<Answer<Name> | undefined> {
  const asked = await request(name, input, isSaved)
  return asked.kind === 'answered' ? asked.answer : undefined
}

/** A long list takes the server some seconds, and a slow link a while. */
const EXPORT_TIMEOUT_MS = 180_000

/** A list as a file, or why there is none. Never throws. */
export async function askFile<List extends ExportedList>(
  list: List,
  format: ExportFormat,
  filter: ExportFilter<List>,
): Promise<{ file: Blob } | { trouble: string }> {
  const path = `/api/exports/${list}/${format}?input=${encodeURIComponent(JSON.stringify(filter))}`
  const signal = sessionSignal()
  const result = await call(path, { timeoutMs: EXPORT_TIMEOUT_MS, signal, cache: 'no-store' })
  if (result.kind === 'answer') return { file: result.body as Blob }
  if (result.kind === 'signedOut') return { trouble: signedOut.trouble }
  if (result.kind === 'fault') return { trouble: result.refusal?.message ?? '系统出了点问题，请稍后再试。' }
  return { trouble: result.refusal?.message ?? '没有网络，没有导出，联网后再点一次' }
}

export type AnswerState = 'loading' | 'fresh' | 'old' | 'failed'
export interface UseAnswer<Name extends QueryName> {
  answer: Ref<Answer<Name> | undefined>
  /** When the answer was asked for, by the phone's clock (UTC ms). */
  askedAt: Ref<number | undefined>
  state: Ref<AnswerState>
  trouble: Ref<string | undefined>
  refresh: () => Promise<void>
  /** What `StateView` takes, for `v-bind`. */
  view: ComputedRef<AnswerView>
}
export interface AnswerView {
  state: AnswerState
  hasAnswer: boolean
  askedAt: number | undefined
  trouble: string | undefined
  onAgain: () => Promise<void>
}

/**
 * A query's answer that stays up to date while the page is open: the saved one at once, then the server's.
 * A null input asks nothing. `read`: the saved answer, where the page has read it before it is drawn.
 */
export function useAnswer<Name extends QueryName>(
  name: Name,
  input: MaybeRefOrGetter<QueryInput<Name> | null>,
  read?: SavedAnswer,
): UseAnswer<Name> {
  const account = useAccount()
  const own = read?.accountId === (account.id ?? '') ? read : undefined
  const answer = shallowRef(own?.answer as Answer<Name> | undefined)
  const askedAt = ref(own?.askedAt)
  const state = ref<AnswerState>(own ? 'fresh' : 'loading')
  const trouble = ref<string>()
  /** Identifies the query for which an answer is wanted; `shown`, the one whose answer is shown. */
  const wanted = () => JSON.stringify([account.id, toValue(input)])
  let shown = own ? wanted() : ''

  function show(key: string, value: Answer<Name>, at: number) {
    // An equal answer stays the same object, so that nothing is rendered again.
    if (shown !== key || JSON.stringify(answer.value) !== JSON.stringify(value)) answer.value = value
    shown = key
    askedAt.value = at
  }

  async function showSaved(key: string, asked: QueryInput<Name>) {
    const saved = await savedAnswer(account.id ?? '', name, asked)
    if (wanted() !== key || shown === key) return
    if (!saved) return clear()
    show(key, saved.answer as Answer<Name>, saved.askedAt)
    state.value = 'fresh'
  }

  function clear() {
    answer.value = askedAt.value = trouble.value = undefined
    state.value = 'loading'
    shown = ''
  }

  async function refresh(): Promise<void> {
    const asked = toValue(input)
    const key = wanted()
    if (asked === null) return clear()
    if (shown !== key) await showSaved(key, asked)
    const growOld = () => wanted() === key && state.value === 'fresh' && (state.value = 'old')
    const slow = setTimeout(growOld, LOOKS_FRESH_MS)
    const result = await request(name, asked)
    clearTimeout(slow)
    if (wanted() !== key) return // The page wants another answer by now.
    if (result.kind === 'answered') {
      show(key, result.answer, result.askedAt)
      trouble.value = undefined
      state.value = 'fresh'
      return
    }
    if (result.isFinal) clear()
    trouble.value = result.trouble
    state.value = answer.value === undefined ? 'failed' : 'old'
  }

  const { isAway, refreshHere } = useAway(refresh)
  listenForNudges()
  // A kept page of the account before must not flash up for the next one.
  watch(wanted, () => isAway() ? clear() : void refresh(), { immediate: true })
  watch(() => account.isSignedIn, isSignedIn => isSignedIn && void refreshHere())
  onScopeDispose(onNudge(nudged => (nudged === 'all' || nudged.includes(name)) && void refreshHere()))
  onScopeDispose(onResume(() => state.value !== 'fresh' && void refreshHere()))
  const parts = { answer, askedAt, state, trouble, refresh }
  return { ...parts, view: computed(() => viewOf(parts)) }
}

/** A page that is kept while another is shown asks for nothing then, and once it is shown again. */
function useAway(refresh: () => Promise<void>) {
  let isAway = false
  const refreshHere = async () => void (isAway || await refresh())
  if (getCurrentInstance()) {
    onDeactivated(() => isAway = true)
    onActivated(() => {
      const wasAway = isAway
      isAway = false
      if (wasAway) void refresh()
    })
  }
  onPages.add(refreshHere)
  onScopeDispose(() => onPages.delete(refreshHere))
  return { isAway: () => isAway, refreshHere }
}

type Parts = Omit<UseAnswer<QueryName>, 'view'>
const viewOf = ({ answer, askedAt, state, trouble, refresh }: Parts): AnswerView => ({
  state: state.value,
  hasAnswer: answer.value !== undefined,
  askedAt: askedAt.value,
  trouble: trouble.value,
  onAgain: refresh,
})
