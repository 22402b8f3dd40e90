import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { Me } from '#shared/identity/schemas.ts'
import { useAccount } from '#client/sync/account.ts'
import { subscribe } from '#client/sync/browser/channel.ts'
import { call, queriesAnswered, track } from '#client/sync/http/http.ts'
import { onNudge } from '#client/sync/http/nudges.ts'
import { countWaiting } from '#client/sync/outbox-store/waiting.ts'
import { asLeader } from '#client/sync/sending/leader.ts'
import { dropPasses } from '#client/sync/store/passes.ts'
import { dropCaches } from '#client/sync/store/quota.ts'
import { savedSession, saveSession } from '#client/sync/store/session.ts'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'

const DOOR_TIMEOUT_MS = 20_000
/** A sender that hangs on the old session is not waited for longer: it can send nothing more by then. */
const SENDER_PATIENCE_MS = 5_000
/** Nor is a query whose answer nobody needs any more. */
const QUERIES_PATIENCE_MS = 3_000

/** A door's no, in words for the screen. */
export interface No { ok: false, code: string, message: string, retryAfterS?: number }
export type CodeAnswer = { ok: true, resendAfterS: number, demoCode?: string } | No
export type SignAnswer = { ok: true } | No

const shut: No = { ok: false, code: 'shut', message: '这台手机存不了东西：请关掉无痕模式，清出一些空间，再打开小蜜蜂试一次。' }
const unreachable: No = { ok: false, code: 'unreachable', message: '现在连不上网络，请稍后再试。' }

/** Knocks at a door of the session: its answer, or a no in words. */
async function knock<Answer>(
  method: string,
  path: string,
  body?: object,
): Promise<{ ok: true, answer: Answer } | No> {
  const result = await call(path, {
    method,
    timeoutMs: DOOR_TIMEOUT_MS,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (result.kind === 'answer') return { ok: true, answer: result.body as Answer }
  const refusal = 'refusal' in result ? result.refusal : undefined
  return refusal ? { ok: false, ...refusal } : unreachable
}

async function askMe(): Promise<Me | null> {
  const result = await call('/api/queries/identity.me?input=%7B%7D', { timeoutMs: DOOR_TIMEOUT_MS })
  return result.kind === 'answer' ? result.body as Me : null
}

/**
 * Whose cookie this is, when the phone has forgotten (Safari clears what scripts keep sooner than cookies);
 * nobody's is no error.
 */
async function whoIsHere(): Promise<Me | null> {
  const knocked = await knock<{ me: Me | null }>('GET', '/api/session')
  return knocked.ok ? knocked.answer.me : null
}

/** Who holds this phone. Kept on it, so that the app opens signed in without a network. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const isSignedIn = ref(false)
  const waitingCount = ref(0)
  const accountId = computed(() => me.value?.accountId ?? null)
  const account = useAccount()
  // At once, so that no command is saved and no answer shown for the account before.
  watch([accountId, isSignedIn], ([id, isIn]) => {
    account.id = id
    account.isSignedIn = isIn
  }, { immediate: true, flush: 'sync' })

  async function show() {
    const kept = await savedSession()
    if (JSON.stringify(kept.me) !== JSON.stringify(me.value)) me.value = kept.me
    isSignedIn.value = kept.isSignedIn
    await count()
  }

  async function count() {
    waitingCount.value = accountId.value ? await countWaiting(accountId.value) : 0
  }

  /** Shows who was here last, at once; then asks the server whether that still holds. */
  async function load(): Promise<void> {
    await show()
    void ask()
  }

  /** As `refresh`, with nobody waiting: where storage is closed to us, whoever was shown stays. */
  const ask = () => refresh().catch(() => {})

  async function refresh(): Promise<void> {
    const before = await savedSession()
    const me = before.me === null ? await whoIsHere() : await track(askMe())
    const now = await savedSession()
    // Somebody signed in or out while we asked: the answer is about another session.
    if (me && now.signedInAt === before.signedInAt && now.me?.accountId === before.me?.accountId)
      await saveSession({ me, isSignedIn: true })
    await show()
  }

  async function askCode(phone: string): Promise<CodeAnswer> {
    const knocked = await knock<{ resendAfterS: number, demoCode?: string }>('POST', '/api/session/code', {
      phone,
    })
    return knocked.ok ? { ok: true, ...knocked.answer } : knocked
  }

  /** While the cookie changes hands nothing is sent: no command may leave as somebody else's. */
  const betweenSessions = async (work: () => Promise<SignAnswer>): Promise<SignAnswer> => {
    const before = await savedSession()
    await saveSession({ isSignedIn: false })
    const done = await asLeader(work, SENDER_PATIENCE_MS)
    const answer = done === 'busy' ? await work() : done
    if (!answer.ok) await saveSession({ isSignedIn: before.isSignedIn })
    await show()
    return answer
  }
  /**
   * Who is here can't be kept where storage is closed to us: then nobody is signed in or out, and the page
   * says why.
   */
  const orShut = (answer: Promise<SignAnswer>) => answer.catch(() => shut)

  const begin = <Begun extends { me: Me }>(
    path: string,
    proof: object,
    keep?: (begun: Begun) => Promise<void>,
  ): Promise<SignAnswer> =>
    orShut(
      betweenSessions(async () => {
        const knocked = await knock<Begun>('POST', path, proof)
        if (!knocked.ok) return knocked
        await keep?.(knocked.answer)
        await saveSession({ me: knocked.answer.me, isSignedIn: true, signedInAt: Date.now() })
        return { ok: true }
      }),
    )

  const signIn = (phone: string, code: string) => begin('/api/session', { phone, code })
  /**
   * Makes this tablet the kiosk of the station that an organiser drew the code for. What it is told once is
   * kept before it is one.
   */
  const pair = (code: string, keep: (paired: PairedKiosk) => Promise<void>) =>
    begin('/api/session/kiosk', { code }, keep)

  /**
   * The page asks first when `waitingCount` is not 0. What waits stays on the phone, for this account only.
   * A query that is being asked is answered first: it would meet a session that is over.
   */
  const signOut = (): Promise<SignAnswer> => orShut(betweenSessions(async () => {
    await queriesAnswered(QUERIES_PATIENCE_MS)
    const knocked = await knock('DELETE', '/api/session')
    if (!knocked.ok) return knocked
    await dropPasses()
    await saveSession({ me: null, isSignedIn: false, signedInAt: Date.now() })
    await dropCaches()
    return { ok: true }
  }))

  onScopeDispose(onNudge(nudged => (nudged === 'all' || nudged.includes('identity.me')) && void ask()))
  onScopeDispose(subscribe((message) => {
    if (message.about === 'session') void show()
    if (message.about === 'stores') void count()
  }))

  return { me, isSignedIn, accountId, waitingCount, load, refresh, askCode, signIn, pair, signOut }
})
