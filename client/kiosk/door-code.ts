import type { KioskView } from '#shared/doors/schemas.ts'
import { hmac } from '#client/app/device/signature.ts'
import { doorCodeBytes, doorCodeUrl } from '#shared/doors/door-bytes.ts'
import { digitsBytes, digitsOfMac, periodOf } from '#shared/doors/typed-digits.ts'
import { epochOf } from '#shared/proofs/codes.ts'
import { NONCE_BYTES } from '#shared/proofs/passes.ts'
import { computed, ref, watch } from 'vue'

/**
 * The door code's link for an instant: station and time, signed with the key that only kiosk and server have.
 */
export async function makeDoorCode(
  { station, origin }: Pick<KioskView, 'station' | 'origin'>,
  key: CryptoKey,
  at: number,
): Promise<string> {
  const signed = doorCodeBytes({
    station: station.number,
    epoch: epochOf(at),
    nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
  })
  return doorCodeUrl(origin, signed, await hmac(key, signed))
}

/** The digits that stand for the door's code for whoever can't scan it. */
export async function makeDigits(
  { station }: Pick<KioskView, 'station'>,
  key: CryptoKey,
  at: number,
): Promise<string> {
  const signed = digitsBytes(station.number, periodOf(at))
  return digitsOfMac(await hmac(key, signed))
}

/**
 * The current door code and its digits, new in every epoch and for another station. `isLost`: this kiosk has
 * lost its key.
 */
export function useDoorCode(
  view: () => KioskView,
  now: () => number,
  savedKey: () => Promise<CryptoKey | undefined>,
) {
  const link = ref('')
  const digits = ref('')
  const isLost = ref(false)
  const epoch = computed(() => epochOf(now()))
  let key: CryptoKey | undefined
  watch([epoch, () => view().station.number], async ([shown]) => {
    key ??= await savedKey()
    isLost.value = !key
    const made = key ? await makeDoorCode(view(), key, now()) : ''
    const typed = key ? await makeDigits(view(), key, now()) : ''
    if (epoch.value !== shown) return
    link.value = made
    digits.value = typed
  }, { immediate: true })
  return { link, digits, isLost }
}
