import { onScopeDispose, shallowRef } from 'vue'

/** What covers the screen. */
export type Shown = { kind: 'idle' | 'checking' | 'open' } | { kind: 'refused', words: string }
/**
 * As long as a door stays open for one person to take hold of it, and as long as a sentence takes to read.
 */
const SHOWN_MS = { idle: 0, checking: 15_000, open: 5_000, refused: 6_000 }

/** Shows one thing at a time, and then the code again. */
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
