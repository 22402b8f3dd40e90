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
    push: (data: string) =>
      devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }),
    sync: (tag: string) =>
      devtools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false }),
  }
}
