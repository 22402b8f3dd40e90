import type { Ref } from 'vue'
import { clockNote } from '#client/sync/http/server-time.ts'
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

/** A clock that is off by less counts as right (ms). */
const CLOCKS_APART_MS = 30_000
/** The server tells its time in whole seconds. */
const SECOND_MS = 1_000

/** The server's time at an instant of a phone whose clock is off. */
function byServer(at: number): number {
  const { serverAt, phoneAt } = clockNote() ?? { serverAt: 0, phoneAt: 0 }
  const aheadMs = serverAt - phoneAt
  return Math.abs(aheadMs) > CLOCKS_APART_MS ? at + aheadMs + SECOND_MS : at
}

/**
 * The same for what begins and ends by the server's clock, as far as its answers told it. Never earlier than
 * `askedAt`: what an answer reports had happened by then, though the next tick is yet to come.
 */
export function useNowSince(askedAt: Readonly<Ref<number | undefined>>): Readonly<Ref<number>> {
  const now = useNow()
  return computed(() => byServer(Math.max(now.value, askedAt.value ?? 0)))
}
