/** Calls when the network or the person comes back to this page; answers how to stop. */
export function onResume(back: () => void): () => void {
  const ifVisible = () => document.visibilityState === 'visible' && back()
  window.addEventListener('online', back)
  window.addEventListener('pageshow', ifVisible)
  document.addEventListener('visibilitychange', ifVisible)
  return () => {
    window.removeEventListener('online', back)
    window.removeEventListener('pageshow', ifVisible)
    document.removeEventListener('visibilitychange', ifVisible)
  }
}

interface SyncRegistration { sync?: { register: (tag: string) => Promise<void> } }
export const SYNC_TAG = 'outbox'

/**
 * Asks the system to wake the service worker when there is a network, where it can: with the app closed, too.
 */
export function registerSync(): void {
  const ready = navigator.serviceWorker?.ready as Promise<SyncRegistration> | undefined
  // Not granted: our own retries carry it.
  void ready?.then(registration => registration.sync?.register(SYNC_TAG)).catch(() => {})
}
