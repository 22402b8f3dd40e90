import type { PairedKiosk } from '#shared/doors/schemas.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { SignAnswer } from './change-session.ts'
import { useAccount } from '#client/sync/account.ts'
import { subscribe } from '#client/sync/browser/channel.ts'
import { track } from '#client/sync/http/http.ts'
import { onNudge } from '#client/sync/http/nudges.ts'
import { countWaiting } from '#client/sync/outbox-store/waiting.ts'
import { savedSession, saveSession } from '#client/sync/store/session.ts'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import * as change from './change-session.ts'
import { askCookieHolder } from './cookie-holder.ts'
import { fetchMe } from './session-requests.ts'

/** Who holds this phone. Saved on it, so that the app opens signed in without a network. */
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
    const saved = await savedSession()
    if (JSON.stringify(saved.me) !== JSON.stringify(me.value)) me.value = saved.me
    isSignedIn.value = saved.isSignedIn
    await count()
  }

  async function count() {
    waitingCount.value = accountId.value ? await countWaiting(accountId.value) : 0
  }

  /** Shows who was here last, at once; then asks the server whether that still holds. */
  async function load(): Promise<void> {
    await show()
    refreshLater()
  }

  const refresh = (): Promise<void> => track(refreshOnce())

  async function refreshOnce(): Promise<void> {
    const before = await savedSession()
    const me = before.me === null ? await askCookieHolder() : await fetchMe()
    const now = await savedSession()
    // Somebody signed in or out while we asked: the answer is about another session.
    if (me && now.signedInAt === before.signedInAt && now.me?.accountId === before.me?.accountId)
      await saveSession({ me, isSignedIn: true })
    await show()
  }

  /**
   * Without storage the person shown stays. While somebody signs in or out nothing is asked, since `shown`
   * reads the outcome afterwards.
   */
  const refreshLater = () => void (change.isChanging() || refresh().catch(() => {}))

  const shown = async (answer: Promise<SignAnswer>) => {
    const done = await answer
    await show().catch(() => {}) // Without storage `done` already says why.
    return done
  }
  const signIn = (phone: string, code: string) => shown(change.signIn(phone, code))
  const signOut = () => shown(change.signOut())
  const pair = (code: string, saveKeys: (paired: PairedKiosk) => Promise<void>) =>
    shown(change.pairKiosk(code, saveKeys))

  onScopeDispose(onNudge(nudged => (nudged === 'all' || nudged.includes('identity.me')) && refreshLater()))
  onScopeDispose(subscribe((message) => {
    if (message.about === 'session') void show()
    if (message.about === 'stores') void count()
  }))

  return {
    me,
    isSignedIn,
    accountId,
    waitingCount,
    load,
    refresh,
    askCode: change.requestCode,
    signIn,
    pair,
    signOut,
  }
})
