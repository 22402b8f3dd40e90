import type { ClockNote } from '#shared/kernel/fields.ts'
import type { Ref } from 'vue'
import { clockNote, onServerTime } from '#client/sync/http/server-time.ts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

const EVERY_MS = 30_000
/** A clock that is off by less counts as right (ms). */
const CLOCKS_APART_MS = 30_000
/** The server tells its time in whole seconds. */
const SECOND_MS = 1_000

function aheadOf({ serverAt, phoneAt }: ClockNote): number {
  const aheadMs = serverAt - phoneAt
  return Math.abs(aheadMs) > CLOCKS_APART_MS ? aheadMs + SECOND_MS : 0
}

/** How far the server's clock is ahead (ms); 0 where this phone's counts as right, and before any answer. */
const aheadMs = shallowRef(aheadOf(clockNote() ?? { serverAt: 0, phoneAt: 0 }))
onServerTime((note) => {
  const latest = aheadOf(note)
  // An answer may take seconds. A difference of that size redraws no page.
  if (latest === 0 || Math.abs(latest - aheadMs.value) > CLOCKS_APART_MS) aheadMs.value = latest
})

/** The server's time (UTC ms) at an instant that this phone noted by its own clock, which may be off. */
export const byServer = (phoneAt: number): number => phoneAt + aheadMs.value

/**
 * The time (UTC ms) by the server, as far as its answers told it: what opens, begins and ends does so by its
 * clock, and a phone's may be off.
 */
export const timeNow = (): number => byServer(Date.now())

/**
 * This phone's own time in UTC milliseconds, refreshed while a page stands open. By a timer of its own, since
 * the first screen has it and VueUse is too heavy there.
 */
export function usePhoneNow(everyMs = EVERY_MS): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => now.value = Date.now(), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}

/** `timeNow`, refreshed while a page stands open: doors open and close meanwhile. */
export function useNow(): Readonly<Ref<number>> {
  const now = usePhoneNow()
  return computed(() => byServer(now.value))
}

/**
 * The same, never earlier than `askedAt`: what an answer reports had happened by then, though the next tick
 * is yet to come.
 */
export function useNowSince(askedAt: Readonly<Ref<number | undefined>>): Readonly<Ref<number>> {
  const now = usePhoneNow()
  return computed(() => byServer(Math.max(now.value, askedAt.value ?? 0)))
}
