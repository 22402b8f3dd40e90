import { onScopeDispose, shallowRef } from 'vue'

/** What is shown over the whole screen. */
export type Shown =
  | { kind: 'idle' | 'checking' }
  /** `guest`: a courier's family name. */
  | { kind: 'open', guest?: string | undefined }
  | { kind: 'refused', words: string }
/**
 * How long each is shown (ms): an open door as long as the lock stays open, a sentence as long as it takes to
 * read.
 */
const SHOWN_MS = { idle: 0, checking: 15_000, open: 5_000, refused: 6_000 }

/** Shows one thing at a time, then the code again. */
export function useShowing() {
  const shown = shallowRef<Shown>({ kind: 'idle' })
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(what: Shown) {
    clearTimeout(timer)
    shown.value = what
    if (what.kind !== 'idle') timer = setTimeout(() => shown.value = { kind: 'idle' }, SHOWN_MS[what.kind])
  }
  onScopeDispose(() => clearTimeout(timer))
  return { shown, show }
}
