import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { CodeAnswer, SignAnswer } from './change-session.ts'
import { useAccount } from '#client/sync/account.ts'
import { subscribe } from '#client/sync/browser/channel.ts'
import { sessionSignal } from '#client/sync/http/http.ts'
import { onNudge } from '#client/sync/http/nudges.ts'
import { savedSession, saveSession } from '#client/sync/store/session.ts'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { askCookieHolder } from './cookie-holder.ts'
import { fetchMe, unreachable } from './session-requests.ts'

/** How a session begins and ends: fetched by whoever signs in or out. */
type Changes = typeof import('./change-session.ts')
const fetchChanges = (): Promise<Changes | null> => import('./change-session.ts').catch(() => null)

/** Who holds this phone. Saved on it, so that the app opens signed in without a network. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const isSignedIn = ref(false)
  const accountId = computed(() => me.value?.accountId ?? null)
  const account = useAccount()
  // At once, so that no command is saved and no answer shown for the account before.
  watch([accountId, isSignedIn], ([id, isIn]) => {
    account.id = id
    account.isSignedIn = isIn
  }, { immediate: true, flush: 'sync' })

  async function show() {
    const saved = await savedSession()
    if (JSON.stringify(saved.me) !== JSON.stringify(me.value)) me.value = saved.me
    isSignedIn.value = saved.isSignedIn
  }

  /** Shows who was here last, at once; then asks the server whether that still holds. */
  async function load(): Promise<void> {
    await show()
    refreshLater()
  }

  async function refresh(): Promise<void> {
    const signal = sessionSignal()
    const before = await savedSession()
    const me = before.me === null ? await askCookieHolder() : await fetchMe(signal)
    const now = await savedSession()
    // Somebody signed in or out while we asked: the answer is about another session.
    if (me && now.signedInAt === before.signedInAt && now.me?.accountId === before.me?.accountId)
      await saveSession({ me, isSignedIn: true })
    await show()
  }

  let changing = 0
  /**
   * Without storage the person shown stays. While somebody signs in or out nothing is asked, since `changed`
   * reads the outcome afterwards.
   */
  const refreshLater = () => void (changing > 0 || refresh().catch(() => {}))

  async function changed(change: (how: Changes) => Promise<SignAnswer>): Promise<SignAnswer> {
    changing++
    const how = await fetchChanges()
    const done = how ? await change(how) : unreachable
    changing--
    await show().catch(() => {}) // Without storage `done` already says why.
    return done
  }
  const askCode = async (phone: string, onPuzzle = () => {}): Promise<CodeAnswer> =>
    await (await fetchChanges())?.requestCode(phone, onPuzzle) ?? unreachable
  const signIn = (phone: string, code: string, factor?: string) =>
    changed(how => how.signIn(phone, code, factor))
  const signOut = () => changed(how => how.signOut())
  const pair = (code: string, saveKeys: (paired: PairedKiosk) => Promise<void>) =>
    changed(how => how.pairKiosk(code, saveKeys))

  onScopeDispose(onNudge(nudged => (nudged === 'all' || nudged.includes('identity.me')) && refreshLater()))
  onScopeDispose(subscribe((message) => {
    if (message.about === 'session') void show()
  }))

  return {
    me,
    isSignedIn,
    accountId,
    load,
    refresh,
    askCode,
    signIn,
    pair,
    signOut,
  }
})
