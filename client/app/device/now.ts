import type { Ref } from 'vue'
import { onScopeDispose, ref } from 'vue'

const EVERY_MS = 30_000

/** The time, which goes on while a page stands open: doors open and close meanwhile. */
export function useNow(everyMs = EVERY_MS): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const ticking = setInterval(() => now.value = Date.now(), everyMs)
  onScopeDispose(() => clearInterval(ticking))
  return now
}
