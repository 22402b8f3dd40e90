import type { City } from './city.ts'
import { IDBFactory } from 'fake-indexeddb'
import { createPinia, setActivePinia } from 'pinia'
import { onTestFinished, vi } from 'vitest'
import { answer, openPhoneCity, personOf } from './city.ts'
import { loadHappyDom } from './dom.ts'
import { Locks } from './locks.ts'
import 'fake-indexeddb/auto'

export const LI = '13800000001'

const nodeFetch = globalThis.fetch
const { Window } = await loadHappyDom()

/** A phone with an empty database, in front of a city; everything ends with the test. */
export async function openPhone({ signedIn = true } = {}) {
  const city = await openPhoneCity()
  onTestFinished(() => city.close())
  vi.stubGlobal('indexedDB', new IDBFactory())
  // A page to look at comes from happy-dom; requests are Node's own, which treats 304 and broken connections
  // as browsers do.
  const page = new Window()
  for (const [name, value] of Object.entries({
    window: page,
    document: page.document,
    navigator: page.navigator,
  }))
    vi.stubGlobal(name, value)
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => nodeFetch(new URL(path, city.url), init))
  Object.defineProperty(navigator, 'locks', { value: new Locks(), configurable: true })
  if (signedIn) city.signedInAs = LI
  const first = await openTab()
  if (signedIn)
    await first.account.saveSession({ me: personOf(LI) as never, isSignedIn: true, signedInAt: 1 })
  await first.session.load()
  await first.outbox.load()
  return { city, ...first }
}

/** One more tab of the same phone: its own modules and stores over the same database, locks and channel. */
export async function openTab() {
  vi.resetModules()
  setActivePinia(createPinia())
  const [{ useOutbox }, { useSession }, account, kept, drafts, drain, sender] = await Promise.all([
    import('#client/sync/outbox.ts'),
    import('#client/app/session/session.ts'),
    import('#client/sync/store/session.ts'),
    import('#client/sync/store/store.ts'),
    import('#client/sync/outbox-store/drafts.ts'),
    import('#client/sync/sending/drain.ts'),
    import('#client/sync/sending/leader.ts'),
  ])
  const session = useSession()
  await session.load()
  const outbox = useOutbox()
  await outbox.load()
  const close = async () => {
    // A pass still under way would go on into the next test's city.
    await Promise.race([outbox.drain(), new Promise(resolve => setTimeout(resolve, 500))])
    outbox.$dispose()
    session.$dispose()
  }
  onTestFinished(close)
  return { outbox, session, account, store: await kept.store(), drafts, drain, sender, close }
}

/** From now on the browser opens no database, as where it allows no storage. */
export const denyStorage = () => vi.stubGlobal('indexedDB', { open: () => {
  throw new DOMException('closed', 'SecurityError')
} })

/** Breaks the connection without an answer. */
export function offline(city: City) {
  city.play = (request) => {
    request.socket.destroy()
    return true
  }
}

export function online(city: City) {
  city.play = () => false
}

export const sayToAll =
  (status: number, headers?: Record<string, string>): City['play'] =>
    (_request, response) =>
      answer(response, status, { code: 'x', message: '' }, headers)

/** Waits until something holds. */
export const until = (holds: () => boolean | Promise<boolean>) => vi.waitFor(async () => {
  if (!await holds()) throw new Error('not yet')
}, { interval: 10 })
