import { serverAheadMs } from '#client/sync/http/server-time.ts'
import { computed, onScopeDispose, ref } from 'vue'

const KEPT_UNDER = 'little-bee-server-ahead'
const TICK_MS = 250
/** A clock that is off by more is worth a sentence. */
const WRONG_MS = 60_000
/** Answers travel for some time or other: smaller changes are theirs. */
const JITTER_MS = 1_500

function kept(): number {
  try {
    return Number(localStorage.getItem(KEPT_UNDER) ?? 0) || 0
  }
  catch {
    return 0 // Storage is closed to us: the tablet's own clock it is.
  }
}

function keep(aheadMs: number) {
  try {
    localStorage.setItem(KEPT_UNDER, String(aheadMs))
  }
  catch {
    // It is asked for again after a reload.
  }
}

/** The time as the server has it: by its last answer, kept over reloads and days offline. */
export function useClock() {
  const aheadMs = ref(kept())
  const now = ref(Date.now() + aheadMs.value)
  const ticking = setInterval(() => {
    const said = serverAheadMs()
    if (said !== undefined && Math.abs(said - aheadMs.value) > JITTER_MS) keep(aheadMs.value = said)
    now.value = Date.now() + aheadMs.value
  }, TICK_MS)
  onScopeDispose(() => clearInterval(ticking))
  const words = computed(() =>
    Math.abs(aheadMs.value) > WRONG_MS
      ? `这台平板的时钟${aheadMs.value > 0 ? '慢' : '快'}了约 ${Math.round(Math.abs(aheadMs.value) / 60_000)} 分钟，现在按服务器的时间走。请站长在系统设置里调准。`
      : '',
  )
  return {
    now,
    words,
    serverTime: () => Date.now() + aheadMs.value,
    toServerTime: (instant: number) => instant + aheadMs.value,
  }
}
