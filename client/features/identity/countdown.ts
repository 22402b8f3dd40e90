import { onUnmounted, ref } from 'vue'

/**
 * Seconds left until something may be tried again; by the clock, since timers stop while the phone sleeps.
 */
export function useCountdown() {
  const left = ref(0)
  let until = 0
  let ticking: ReturnType<typeof setInterval> | undefined

  function tick() {
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (left.value === 0) clearInterval(ticking)
  }

  function start(seconds: number) {
    until = Date.now() + seconds * 1000
    clearInterval(ticking)
    ticking = setInterval(tick, 500)
    tick()
  }

  onUnmounted(() => clearInterval(ticking))
  return { left, start }
}
