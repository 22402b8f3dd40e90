import type { Ref } from 'vue'
import { FORM_SAVED_MS } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { useSession } from '../session/session.ts'

const TYPED = 'little-bee-typed-'

/** Text that this tab saves for as long as it is open, over reloads too. */
export function savedInTab(name: string): Ref<string> {
  const key = TYPED + name
  return stored(
    () => sessionStorage.getItem(key) ?? '',
    text => (text === '' ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, text)),
  )
}

/**
 * Text that somebody types, saved for this account and for a day, even if the app is killed. What was typed
 * before signing in goes to the account that then signs in.
 */
export function savedText(name: string): Ref<string> {
  const { accountId } = useSession()
  const keyOf = (account: string) => `${TYPED}${account}/${name}`
  const key = keyOf(accountId ?? '')
  forgetTyped()
  if (accountId) takeOver(keyOf(''), key)
  return stored(
    () => read(key).words,
    text =>
      text === ''
        ? localStorage.removeItem(key)
        : localStorage.setItem(key, JSON.stringify({ words: text, at: Date.now() })),
  )
}

/** Several such texts under names of one group; each is saved apart, so that tabs don't overwrite others'. */
export function savedTexts(group: string) {
  const { accountId } = useSession()
  const prefix = `${TYPED}${accountId ?? ''}/${group}/`
  forgetTyped()
  return {
    all(): string[] {
      let texts: string[] = []
      withStorage(() => {
        const keys = Object.keys(localStorage).filter(key => key.startsWith(prefix)).sort()
        texts = keys.map(key => read(key).words)
      })
      return texts
    },
    save: (name: string, words: string) => withStorage(() =>
      localStorage.setItem(prefix + name, JSON.stringify({ words, at: Date.now() }))),
    drop: (name: string) => withStorage(() => localStorage.removeItem(prefix + name)),
  }
}

/** Deletes what an erased account has typed, and everything older than a day. */
export function forgetTyped(accountId?: string, now = Date.now()): void {
  withStorage(() => {
    for (const key of Object.keys(localStorage).filter(key => key.startsWith(TYPED))) {
      const isTheirs = accountId !== undefined && key.startsWith(`${TYPED}${accountId}/`)
      // An entry without `at`, or with a wrong one, goes too.
      if (isTheirs || !(read(key).at > now - FORM_SAVED_MS)) localStorage.removeItem(key)
    }
  })
}

function stored(load: () => string, save: (text: string) => void): Ref<string> {
  const typed = ref('')
  withStorage(() => typed.value = load())
  watch(typed, text => withStorage(() => save(text)))
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

/** An entry as it lies in the storage; its field names are what phones have saved already. */
function read(key: string): { words: string, at: number } {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as { words: string, at: number }
  }
  catch {
    return { words: '', at: 0 } // Absent, or in an older app's format.
  }
}

/** Does nothing when the storage is closed or full: the text then lives as long as the page. */
function withStorage(work: () => void) {
  try {
    work()
  }
  catch {
    // The page still has the text.
  }
}
