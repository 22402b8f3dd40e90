/** Calls when the network is back or the page is seen again. Returns `unsubscribe`. */
export function onResume(listener: () => void): () => void {
  const ifVisible = () => document.visibilityState === 'visible' && listener()
  window.addEventListener('online', listener)
  window.addEventListener('pageshow', ifVisible)
  document.addEventListener('visibilitychange', ifVisible)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('pageshow', ifVisible)
    document.removeEventListener('visibilitychange', ifVisible)
  }
}

interface SyncRegistration { sync?: { register: (tag: string) => Promise<void> } }
export const SYNC_TAG = 'outbox'

/**
 * Asks the browser for a `sync` event in the service worker once there is a network, also with the app
 * closed.
 */
export function registerSync(): void {
  const ready = navigator.serviceWorker?.ready as Promise<SyncRegistration> | undefined
  // Where it is not granted, our own retries are enough.
  void ready?.then(registration => registration.sync?.register(SYNC_TAG)).catch(() => {})
}
