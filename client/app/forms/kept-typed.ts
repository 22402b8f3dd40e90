import type { Ref } from 'vue'
import { FORM_SAVED_MS } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { useSession } from '../session/session.ts'

const TYPED = 'little-bee-typed-'

/** What this tab alone remembers, over a reload or a detour, for as long as it lives. */
export function keptInTab(name: string): Ref<string> {
  const key = TYPED + name
  return kept(
    () => sessionStorage.getItem(key) ?? '',
    words => (words === '' ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, words)),
  )
}

/**
 * Words that somebody types: there again for them, and nobody else, even if the app was killed; for a day.
 * What was typed before signing in belongs to whoever then signs in.
 */
export function keptTyped(name: string): Ref<string> {
  const { accountId } = useSession()
  const keyOf = (account: string) => `${TYPED}${account}/${name}`
  const key = keyOf(accountId ?? '')
  forgetTyped()
  if (accountId) takeOver(keyOf(''), key)
  return kept(
    () => read(key).words,
    words =>
      words === ''
        ? localStorage.removeItem(key)
        : localStorage.setItem(key, JSON.stringify({ words, at: Date.now() })),
  )
}

/** An erased account leaves no word behind, nor does anybody after a day. */
export function forgetTyped(accountId?: string, now = Date.now()): void {
  withStorage(() => {
    for (const key of Object.keys(localStorage).filter(key => key.startsWith(TYPED))) {
      const isTheirs = accountId !== undefined && key.startsWith(`${TYPED}${accountId}/`)
      if (isTheirs || !(read(key).at > now - FORM_SAVED_MS)) localStorage.removeItem(key)
    }
  })
}

function kept(load: () => string, keep: (words: string) => void): Ref<string> {
  const typed = ref('')
  withStorage(() => typed.value = load())
  watch(typed, words => withStorage(() => keep(words)))
  return typed
}

function takeOver(from: string, to: string) {
  withStorage(() => {
    const before = localStorage.getItem(from)
    if (before === null || localStorage.getItem(to) !== null) return
    localStorage.setItem(to, before)
    localStorage.removeItem(from)
  })
}

function read(key: string): { words: string, at: number } {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as { words: string, at: number }
  }
  catch {
    return { words: '', at: 0 } // Nothing there, or what an older app wrote.
  }
}

/** Where storage is closed to us, or full, the words live as long as the page. */
function withStorage(work: () => void) {
  try {
    work()
  }
  catch {
    // As above: the page still holds them.
  }
}
