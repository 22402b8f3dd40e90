import type { Ref } from 'vue'
import { useIntervalFn } from '@vueuse/core'
import { ref } from 'vue'

const EVERY_MS = 30_000

/** The time in UTC milliseconds, refreshed while a page stands open: doors open and close meanwhile. */
export function useNow(everyMs = EVERY_MS): Readonly<Ref<number>> {
  const now = ref(Date.now())
  useIntervalFn(() => now.value = Date.now(), everyMs)
  return now
}
