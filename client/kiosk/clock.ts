import { serverAheadMs } from '#client/sync/ask.ts'
import { useIntervalFn } from '@vueuse/core'
import { computed, ref } from 'vue'

const STORAGE_KEY = 'little-bee-server-ahead'
const TICK_MS = 250
/** A clock further off is mentioned on the screen. */
const WRONG_MS = 60_000
/** Smaller changes come from the travel time of answers. */
const JITTER_MS = 1_500

function savedAheadMs(): number {
  try {
    const saved = Number(localStorage.getItem(STORAGE_KEY))
    return Number.isSafeInteger(saved) ? saved : 0
  }
  catch {
    return 0 // Storage is blocked: the kiosk's own clock counts.
  }
}

function saveAheadMs(aheadMs: number) {
  try {
    localStorage.setItem(STORAGE_KEY, String(aheadMs))
  }
  catch {
    // The next answer has the time again.
  }
}

/** The server's time by its last answer, saved over reloads and days offline. */
export function useClock() {
  const aheadMs = ref(savedAheadMs())
  const now = ref(Date.now() + aheadMs.value)
  useIntervalFn(() => {
    const latest = serverAheadMs()
    if (latest !== undefined && Math.abs(latest - aheadMs.value) > JITTER_MS)
      saveAheadMs(aheadMs.value = latest)
    now.value = Date.now() + aheadMs.value
  }, TICK_MS)
  const warning = computed(() => {
    const apartMs = Math.abs(aheadMs.value)
    if (apartMs <= WRONG_MS) return ''
    const isSlow = aheadMs.value > 0
    return `这台平板的时钟${isSlow ? '慢' : '快'}了约 ${Math.round(apartMs / 60_000)} 分钟，`
      + '请站长在系统设置里调准'
  })
  return {
    now,
    warning,
    serverTime: () => Date.now() + aheadMs.value,
    toServerTime: (instant: number) => instant + aheadMs.value,
  }
}
