import type { Role } from '#shared/identity/roles.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { AddressInfo } from 'node:net'
import type { Component } from 'vue'
import { createServer } from 'node:http'
import { useSession } from '#client/app/session/session.ts'
import { routes } from '#client/router.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { store } from '#client/sync/store/store.ts'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import 'fake-indexeddb/auto'

export const me = (role: Role, more: Partial<Me> = {}): Me => ({
  accountId: `01900000-0000-7000-8000-0000000000${String(role.length).padStart(2, '0')}`,
  role,
  name: '陈小蜂',
  phoneHint: '138****0001',
  areaId: '420103006003',
  areaName: '江汉区 · 花楼街道 · 花楼社区',
  unitName: null,
  company: null,
  work: null,
  registeredAt: 1_000,
  ...more,
})

/** Requests that the small server has not answered yet. */
let underWay = 0

type Decide = (command: Envelope) => object
/** A small real server: answers queries from a table, decides commands, and can go away as networks do. */
export async function openServer() {
  const state = {
    answers: {} as Record<string, unknown>,
    doors: {} as Record<string, (body: unknown) => { status: number, body: unknown }>,
    decide: (() => ({ status: 'accepted', result: {} })) as Decide,
    commands: [] as Envelope[],
    isDown: false,
    /** How far the server's clock is ahead of the phone's. */
    aheadMs: 0,
  }
  const server = createServer((request, response) => {
    underWay++
    response.once('close', () => underWay--)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      // A captive portal's page: to the phone as good as no network.
      if (state.isDown)
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>请先登录 Wi-Fi</p>')
      const { status, body } = answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks))
      response
        .writeHead(status, {
          'content-type': 'application/json',
          'x-little-bee': '1',
          'date': new Date(Date.now() + state.aheadMs).toUTCString(),
        })
        .end(JSON.stringify(body))
    })
  })

  function answer(method: string, url: string, bytes: Buffer): { status: number, body: unknown } {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const door = state.doors[`${method} ${pathname}`]
    if (door) return door(bytes.length > 0 ? JSON.parse(bytes.toString()) : null)
    if (pathname.startsWith('/api/photos/')) return { status: 201, body: {} }
    if (pathname === '/api/commands') {
      const { commands } = JSON.parse(bytes.toString()) as { commands: Envelope[] }
      state.commands.push(...commands)
      return {
        status: 200,
        body: {
          now: Date.now(),
          replies: commands.map(command => ({ id: command.id, ...state.decide(command) })),
        },
      }
    }
    const found = state.answers[pathname.replace('/api/queries/', '')]
    const given =
      typeof found === 'function'
        ? (found as (input: unknown) => unknown)(JSON.parse(searchParams.get('input') ?? '{}'))
        : found
    return given === undefined
      ? { status: 404, body: { code: 'unknown', message: '没有' } }
      : { status: 200, body: given }
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  ;(window as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(
    `http://127.0.0.1:${port}/`,
  )
  return Object.assign(state, {
    /** From now on the server accepts commands, and gives these answers then. */
    acceptTo: (answers: Record<string, unknown>) => void (state.decide = () => {
      Object.assign(state.answers, answers)
      return { status: 'accepted', result: {} }
    }),
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  })
}
export type PhoneServer = Awaited<ReturnType<typeof openServer>>

const opened = new Set<() => void>()

/**
 * Every test of the file gets an empty phone, and by `take` a server of its own with these answers; the pages
 * it opened are closed after it.
 */
export function freshPhone(
  answers: () => Record<string, unknown>,
  take: (server: PhoneServer) => void,
): void {
  let server: PhoneServer
  beforeEach(async () => {
    sessionStorage.clear()
    localStorage.clear()
    history.replaceState({}, '')
    const db = await store()
    for (const name of db.objectStoreNames) await db.clear(name)
    server = Object.assign(await openServer(), { answers: answers() })
    take(server)
  })
  afterEach(async () => {
    for (const close of opened) close()
    await server.close()
  })
}

/**
 * Opens the page at an address of the product on somebody's phone, with the real store, session and outbox.
 * A component in its place is shown alone.
 */
export async function openPage(
  page: string | Component,
  { holder, app: frame = RouterView }: { holder: Me | null, app?: Component },
) {
  await saveSession({ me: holder, isSignedIn: holder !== null, signedInAt: 1 })
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({ history: createMemoryHistory(), routes })
  const isAddress = typeof page === 'string'
  await router.push(isAddress ? page : '/')
  document.body.innerHTML = '<div id="app"></div>'
  const app = createApp(isAddress ? frame : page).use(pinia).use(router)
  await useSession().load()
  await useOutbox().load()
  app.mount('#app')
  await settled()
  const close = () => opened.delete(close) && app.unmount()
  opened.add(close)
  return { router, outbox: useOutbox(), session: useSession(), close }
}

const ROUNDS_STILL = 5
/**
 * Lets parts of the page load, answers arrive and the page be drawn: until nothing has been asked for some
 * rounds.
 */
export async function settled(): Promise<void> {
  for (let still = 0; still < ROUNDS_STILL; still = underWay > 0 ? 0 : still + 1) {
    await vi.dynamicImportSettled()
    await new Promise(resolve => setTimeout(resolve, 10))
    await nextTick()
  }
}

/** How many forms have something typed saved on the phone. */
export const savedTexts = (): number =>
  Object.keys(localStorage).filter(key => key.startsWith('little-bee-typed-')).length
export const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ')
/** The button with these words, as a finger finds it. */
export function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find(
    each => (each.textContent ?? '').trim() === words || each.getAttribute('aria-label') === words,
  )
  if (!found) throw new Error(`no button “${words}” in: ${text()}`)
  return found
}
function elementAt<Kind extends Element>(selector: string): Kind {
  const element = document.querySelector<Kind>(selector)
  if (!element) throw new Error(`no ${selector} in: ${text()}`)
  return element
}
/** Taps it once it is there and can be tapped: parts of a page may still load or be on their way. */
export async function tap(words: string): Promise<void> {
  const found = await vi.waitFor(() => {
    const each = button(words)
    if (each.disabled) throw new Error(`“${words}” can't be tapped in: ${text()}`)
    return each
  })
  found.click()
  await settled()
}
/** Picks the radio button that stands in the label with these words. */
export function choose(words: string): void {
  const labels = [...document.querySelectorAll('label')]
  const label = labels.find(each =>
    [each, ...each.children].some(({ textContent }) => (textContent ?? '').trim() === words))
  if (!label) throw new Error(`no choice “${words}” in: ${text()}`)
  label.querySelector('input')!.click()
}
/** Types into it once it is there. */
export async function type(selector: string, words: string): Promise<void> {
  const field = await vi.waitFor(() => elementAt<HTMLInputElement>(selector))
  field.value = words
  field.dispatchEvent(new Event('input'))
  await nextTick()
}
/** Submits the form, as 提交 or the enter key does. */
export async function submit(selector = 'form'): Promise<void> {
  const form = await vi.waitFor(() => elementAt(selector))
  form.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
}
