import type { Page } from '@playwright/test'

/**
 * What the phone's system does to a service worker: it hands it a push, or tells it that there is a network.
 */
export async function systemOf(page: Page, url: string) {
  const devtools = await page.context().newCDPSession(page)
  const { origin } = new URL(url)
  const found = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`)
      if (ours) resolve(ours.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await found
  return {
    /**
     * Resolves once the notification is shown: Chromium forgets one that a page asks about a moment before.
     */
    push: async (data: string) => {
      const worker = page.context().serviceWorkers().find(each => each.url().startsWith(origin))!
      await worker.evaluate(() => {
        const { registration } = globalThis as unknown as ServiceWorkerGlobalScope
        const show = ServiceWorkerRegistration.prototype.showNotification
        const shown = new Promise<void>((resolve, reject) => {
          registration.showNotification = (...what) => show.apply(registration, what).finally(resolve)
          setTimeout(reject, 60_000, new Error('nothing was shown'))
        })
        Object.assign(globalThis, { shown })
      })
      await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
      await worker.evaluate(() => (globalThis as unknown as { shown: Promise<void> }).shown)
    },
    sync: (tag: string) =>
      devtools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false }),
  }
}
