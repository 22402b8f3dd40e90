import { computed, ref } from 'vue'

/** Chrome's `beforeinstallprompt`, which TypeScript does not know. */
interface InstallEvent extends Event { prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }> }

const STORAGE_KEY = 'little-bee-install'
const offer = ref<InstallEvent>()
const dismissed = ref(wasDismissed())

function wasDismissed(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== null
  }
  catch {
    return true
  }
}

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault() // Chrome's banner would cover the big button.
  offer.value = event as InstallEvent
})
addEventListener('appinstalled', () => offer.value = undefined)

const isInstalled =
  matchMedia('(display-mode: standalone)').matches
  || ('standalone' in navigator && navigator.standalone === true)
const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent)

/** How the app gets onto the home screen: by a tap, by hand as a sentence explains (iOS), or not (null). */
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
      localStorage.setItem(STORAGE_KEY, String(Date.now()))
    }
    catch {
      // The hint returns next time.
    }
  }

  return { way, install, dismiss }
}
