import type { Activity } from '../browser/channel.ts'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { subscribe } from '../browser/channel.ts'

/** While commands are sent, the outbox is read this often: showing hundreds takes as long as sending them. */
const RELOAD_MS = 300
/**
 * How much later than the end of sending the screen is updated (ms), so that reading does not delay the
 * sender's last writes.
 */
const END_MS = 30
/** A sender that died publishes no end; what it was doing is shown no longer than this. */
const ACTIVITY_MS = 60_000
const idle: Activity = { sending: [], uploading: [], uploaded: [] }

/**
 * What a tab or the service worker is sending, as this page shows it. `reload` reads the stores after a
 * change and before the next activity is shown, so that a decided command never looks as if it waited again;
 * `catchUp` does that without delay.
 */
export function useActivity(reload: () => Promise<void>, onUploaded: (hashes: string[]) => void) {
  const shown = shallowRef(idle)
  let latest = idle
  let reloading: ReturnType<typeof setTimeout> | undefined
  let ending: ReturnType<typeof setTimeout> | undefined

  function show() {
    shown.value = latest
    onUploaded(latest.uploaded)
    clearTimeout(ending)
    ending = setTimeout(() => shown.value = idle, ACTIVITY_MS)
  }

  async function catchUp() {
    clearTimeout(reloading)
    reloading = undefined
    await reload()
    show()
  }

  function catchUpIn(ms: number) {
    clearTimeout(reloading)
    reloading = setTimeout(() => void catchUp(), ms)
  }

  const unsubscribe = subscribe((message) => {
    if (message.about === 'stores') {
      if (latest.sending.length === 0) void reload()
      else if (reloading === undefined) catchUpIn(RELOAD_MS)
    }
    if (message.about === 'activity') {
      latest = message
      if (reloading === undefined) show()
      else if (latest.sending.length === 0) catchUpIn(END_MS)
    }
  })
  onScopeDispose(() => {
    unsubscribe()
    clearTimeout(reloading)
    clearTimeout(ending)
  })

  return {
    catchUp,
    sending: computed(() => new Set(shown.value.sending)),
    uploading: computed(() => new Set(shown.value.uploading)),
  }
}
