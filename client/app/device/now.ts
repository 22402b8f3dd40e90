import type { Ref } from 'vue'
import { computed, onScopeDispose, ref } from 'vue'

const EVERY_MS = 30_000

/**
 * The time in UTC milliseconds, refreshed while a page stands open: doors open and close meanwhile. By a
 * timer of its own, since the first screen has it and VueUse is too heavy there.
 */
export function useNow(everyMs = EVERY_MS): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => now.value = Date.now(), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}

/**
 * The same, but never earlier than `askedAt`: what an answer reports had happened by then, though the next
 * tick is yet to come.
 */
export function useNowSince(askedAt: Readonly<Ref<number | undefined>>): Readonly<Ref<number>> {
  const now = useNow()
  return computed(() => Math.max(now.value, askedAt.value ?? 0))
}
