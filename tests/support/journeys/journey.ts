import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import type { RunningServer } from '../server.ts'
import type { Appointed } from './people.ts'
import type { Api, Phone, Rider } from './phone.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import sharp from 'sharp'
import { startServer } from '../server.ts'
import { appoint, appointed } from './people.ts'
import { apiOf, newNumber, openPhone, someAddress, somewhere } from './phone.ts'

export { expect } from '@playwright/test'
/**
 * A real photo from a real iPhone: its own place (in Beijing), its own time, and lying on its side
 * (orientation 6).
 */
export const IPHONE_PHOTO = 'node_modules/jpeg-exif/test/IMG_0001.JPG'

/**
 * Of a test whose phone loses the network, and so has a service worker. To put the app on a phone is a good
 * part of what its start costs: no other phone has one.
 */
export const OFFLINE = { tag: '@offline' }

/** A photo unlike every other, small so that a journey is about what it is about. */
export async function somePhoto() {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const create = { width: 480, height: 640, channels: 3, background: '#888', noise } as const
  const buffer = await sharp({ create }).jpeg({ quality: 60 }).toBuffer()
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer }
}

interface WorkerParts {
  city: RunningServer
  /** The doors of one more phone, without a page. */
  newDoors: () => Promise<ReturnType<typeof apiOf>>
  /** What one of the appointed does where no page is looked at; signed in once for all tests of a worker. */
  apiFor: (as: Appointed) => Promise<Api>
  /** A registered rider of whom no page is looked at. */
  newRider: (name?: string) => Promise<Rider>
}
interface Parts {
  /**
   * What a browser complained of in this test; it must stay empty. Chromium's own notes about having no
   * network are no complaint.
   */
  complaints: string[]
  /** Complaints that a test brings about, whenever they come: a page may still ask while the test ends. */
  pardoned: RegExp[]
  /**
   * Another person's phone, already signed in as one of the appointed, or as nobody. An appointed one's has
   * no service worker unless it is to lose the network, nobody's where the test's own phone has one.
   */
  newPhone: (as?: Appointed, more?: { losesNetwork: true }) => Promise<Phone>
  /** The rider's phone, signed in with a number of its own and registered. */
  phone: Phone
}

/** What Chromium itself writes about having no network, and about a server that is restarting. */
const NETWORK_ERRORS = [
  'INTERNET_DISCONNECTED',
  'NETWORK_CHANGED',
  'CONNECTION_REFUSED',
  'CONNECTION_RESET',
  'SOCKET_NOT_CONNECTED',
  'EMPTY_RESPONSE',
  'CONNECTION_CLOSED',
  'CONTENT_LENGTH_MISMATCH',
  'INCOMPLETE_CHUNKED_ENCODING',
  'FAILED',
  'ABORTED',
].map(name => `net::ERR_${name}`)
/** Of a link that is over: its page says so. */
const LINK_OVER = 'status of 410 (Gone)'
/** Of a service worker's script; where a server refuses it, the message has a status. */
const WORKER_NOT_FETCHED = 'An unknown error occurred when fetching the script.'

/**
 * Writes down whatever goes wrong in a browser: `console.error`, a breach of the CSP, an error nobody caught.
 */
export function listen(context: BrowserContext, complaints: string[]): void {
  context.on('console', (message) => {
    const [text, { url }] = [message.text(), message.location()]
    const known = [...NETWORK_ERRORS, LINK_OVER, WORKER_NOT_FETCHED]
    const isAboutNetwork = known.some(error => text.includes(error))
    if (message.type() === 'error' && !isAboutNetwork) complaints.push(`${text} (${url})`)
  })
  context.on('weberror', error => complaints.push(String(error.error().stack ?? error.error())))
}

export const test = base.extend<Parts, WorkerParts>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are needed.
  city: [async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-journey-'))
    await appoint(dataDir)
    const server = await startServer({ dataDir })
    await use(server)
    await server.remove()
  }, { scope: 'worker' }],

  newDoors: [async ({ city, playwright }, use) => {
    const requests: APIRequestContext[] = []
    await use(async () => {
      const request = await playwright.request.newContext({ extraHTTPHeaders: someAddress() })
      requests.push(request)
      return apiOf(request, city.url)
    })
    for (const request of requests) await request.dispose()
  }, { scope: 'worker' }],

  apiFor: [async ({ newDoors }, use) => {
    const signIn = async (as: Appointed) => {
      const doors = await newDoors()
      await doors.signIn(appointed[as].phone)
      return doors
    }
    const known = new Map<Appointed, Promise<Api>>()
    await use((as) => {
      if (!known.has(as)) known.set(as, signIn(as))
      return known.get(as)!
    })
  }, { scope: 'worker' }],

  newRider: [async ({ newDoors }, use) => use(async (name) => {
    const doors = await newDoors()
    const number = newNumber()
    await doors.signIn(number)
    await doors.register(name)
    return { ...doors, number }
  }), { scope: 'worker' }],

  pardoned: async ({}, use) => use([]), // eslint-disable-line no-empty-pattern -- as above
  complaints: [async ({ pardoned }, use) => {
    const complaints: string[] = []
    await use(complaints)
    const left = complaints.filter(words => !pardoned.some(each => each.test(words)))
    base.expect(left, 'the browser complained').toEqual([])
  }, { auto: true }],

  serviceWorkers: async ({}, use, { tags }) => // eslint-disable-line no-empty-pattern -- as above
    use(tags.includes(OFFLINE.tag) ? 'allow' : 'block'),
  geolocation: async ({}, use) => use(somewhere()), // eslint-disable-line no-empty-pattern -- as above
  extraHTTPHeaders: async ({}, use) => use(someAddress()), // eslint-disable-line no-empty-pattern -- as above

  newPhone: async ({ browser, city, complaints }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (as, more) => {
      const context = await browser.newContext({
        extraHTTPHeaders: someAddress(),
        geolocation: somewhere(),
        ...(more?.losesNetwork ? { serviceWorkers: 'allow' } : as && { serviceWorkers: 'block' }),
      })
      contexts.push(context)
      listen(context, complaints)
      const phone = openPhone(context, await context.newPage(), city.url)
      if (as) await phone.signIn(appointed[as].phone)
      return phone
    })
    for (const context of contexts) await context.close()
  },

  phone: async ({ context, page, city, complaints }, use) => {
    listen(context, complaints)
    const phone = openPhone(context, page, city.url)
    await phone.signIn()
    await phone.register()
    await use(phone)
  },
})

/** A second tab of the same phone. */
export async function anotherTab(phone: Phone): Promise<Phone> {
  const page: Page = await phone.context.newPage()
  return openPhone(phone.context, page, phone.url)
}
