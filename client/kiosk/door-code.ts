import type { KioskView } from '#shared/stations/schemas.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'
import { doorCodeBytes, doorCodeUrl, epochOf, NONCE_BYTES } from '#shared/stations/passes.ts'
import { computed, ref, watch } from 'vue'

/** The link to show at an instant: it says which door and when, and only this tablet and the server can have made it. */
export async function makeDoorCode({ station, doorKey, origin }: Pick<KioskView, 'station' | 'doorKey' | 'origin'>, at: number): Promise<string> {
  const signed = doorCodeBytes({ station: station.number, epoch: epochOf(at), nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)) })
  const key = await crypto.subtle.importKey('raw', fromBase64Url(doorKey)!, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return doorCodeUrl(origin, signed, new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))
}

/** The code of the moment: a new one with every epoch, and when the key or the station changes. */
export function useDoorCode(view: () => KioskView, now: () => number) {
  const link = ref('')
  const epoch = computed(() => epochOf(now()))
  watch([epoch, () => view().doorKey, () => view().station.number], async ([shown]) => {
    const made = await makeDoorCode(view(), now())
    if (epoch.value === shown) link.value = made
  }, { immediate: true })
  return link
}
