import type { Bound } from '#shared/proofs/purposes.ts'
import { hmac } from '#client/app/device/signature.ts'
import { useSession } from '#client/app/session/session.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { codeBytes, codeUrl, EPOCH_MS, epochOf } from '#shared/proofs/codes.ts'
import { useIntervalFn } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { savedCodeKey } from './code-keys.ts'
import { serverNow } from './server-clock.ts'

const TICK_MS = 250

/**
 * The link to show as a QR code now, new in every epoch, also without a network; empty until it is made.
 * `isLost`: this phone has no key for today (`saveCodeKeys`, then `again`). `leftMs`: how long the link was
 * to be shown when it was made. `now`: the server's time (ms).
 */
export function useRotatingCode(bound: () => Bound, now: () => number = serverNow) {
  const session = useSession()
  const link = ref('')
  const isLost = ref(false)
  const leftMs = ref(EPOCH_MS)
  const epoch = ref(epochOf(now()))
  const wanted = computed(() => `${bound().purpose} ${bound().subject} ${epoch.value}`)

  async function again() {
    const shown = wanted.value
    const code = { ...bound(), epoch: epoch.value }
    const day = dayOf(code.epoch * EPOCH_MS)
    const key = await savedCodeKey(session.accountId ?? '', code, day).catch(() => undefined)
    const signed = codeBytes(code)
    const made = key ? codeUrl(location.origin, signed, await hmac(key, signed)) : ''
    if (wanted.value !== shown) return
    isLost.value = !key
    leftMs.value = (code.epoch + 1) * EPOCH_MS - now()
    link.value = made
  }

  useIntervalFn(() => epoch.value = epochOf(now()), TICK_MS)
  watch(wanted, again, { immediate: true })
  return { link, leftMs, isLost, again }
}
