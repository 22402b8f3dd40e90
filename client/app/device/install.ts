import { computed, ref } from 'vue'

/** Chrome's own event, which no library of types has yet. */
interface InstallEvent extends Event { prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }> }

const STORED_AS = 'little-bee-install'
const offer = ref<InstallEvent>()
const dismissed = ref(wasDismissed())

function wasDismissed(): boolean {
  try {
    return localStorage.getItem(STORED_AS) !== null
  }
  catch {
    return true
  }
}

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault() // Chrome's own banner would cover the big button.
  offer.value = event as InstallEvent
})
addEventListener('appinstalled', () => offer.value = undefined)

const isInstalled =
  matchMedia('(display-mode: standalone)').matches
  || ('standalone' in navigator && navigator.standalone === true)
const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent)

/** How this phone puts the app on its home screen: by a tap, by a sentence (iOS), or not at all (null). */
export function useInstall() {
  const way = computed(() =>
    isInstalled || dismissed.value ? null : offer.value ? 'tap' : isApple ? 'sentence' : null,
  )

  async function install() {
    await offer.value?.prompt()
    offer.value = undefined // It can be shown once only.
  }

  function dismiss() {
    dismissed.value = true
    try {
      localStorage.setItem(STORED_AS, String(Date.now()))
    }
    catch {
      // Where the browser allows no storage, the hint comes again next time.
    }
  }

  return { way, install, dismiss }
}
