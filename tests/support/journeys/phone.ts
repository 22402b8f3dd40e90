import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import type { App } from 'vue'
import { randomInt, randomUUID } from 'node:crypto'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { expect } from '@playwright/test'
import { barePhoto } from '../bare-phone.ts'
import { COMMUNITY } from '../template.ts'

const octet = () => randomInt(1, 255)
/** An address of its own for every phone, so that the caps per address count each alone. */
export const someAddress = () => ({ 'x-forwarded-for': `10.${octet()}.${octet()}.${octet()}` })

let phones = 0
/** A number that nobody in this city has had yet. */
export const newNumber = () => `1380000${String(1000 + phones++)}`

let places = 0
/**
 * A place inside 江汉区 a hundred metres from every other, those after the 120th fifty-five: nobody else has
 * reported anything near it.
 */
export function somewhere() {
  const at = places++
  return {
    latitude: 30.586 + (at % 12) * 0.001 + (Math.floor(at / 120) % 2) * 0.0005,
    longitude: 114.263 + (Math.floor(at / 12) % 10) * 0.001,
    accuracy: 12,
  }
}

/**
 * Sends a phone's commands and queries without a page. Works while the phone's browser is offline.
 */
export function apiOf(request: APIRequestContext, url: string) {
  const ours = { 'x-little-bee': '1' }
  /**
   * A connection that idled may be closed just as it is used again; a command keeps its id, so it happens
   * once all the same.
   */
  const patience = { maxRetries: 3 }

  async function signIn(number: string): Promise<void> {
    const asked = await request.post(`${url}/api/session/code`, {
      ...patience,
      headers: ours,
      data: { phone: number },
    })
    expect(asked.status(), await asked.text()).toBe(200)
    const signed = await request.post(`${url}/api/session`, {
      ...patience,
      headers: ours,
      data: { phone: number, code: ((await asked.json()) as { demoCode: string }).demoCode },
    })
    expect(signed.status(), await signed.text()).toBe(200)
  }

  async function send<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Reply> {
    const now = Date.now()
    const answer = await request.post(`${url}/api/commands`, {
      ...patience,
      headers: ours,
      data: { sentAt: now, commands: [{ id: randomUUID(), name, input, madeAt: now }] },
    })
    expect(answer.status(), await answer.text()).toBe(200)
    const [reply] = (await answer.json() as { replies: Reply[] }).replies
    expect(reply, JSON.stringify(reply)).toMatchObject({ status: 'accepted' })
    return reply!
  }

  async function ask<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<Answer<Name>> {
    const answer = await request.get(`${url}/api/queries/${name}`, {
      ...patience,
      params: { input: JSON.stringify(input) },
    })
    expect(answer.status(), await answer.text()).toBe(200)
    return await answer.json() as Answer<Name>
  }

  const register = (name = '测试骑手') =>
    send('identity.register', {
      name,
      areaId: COMMUNITY,
      company: 'meituan',
      work: 'delivery',
      privacyNotice: PRIVACY_NOTICE,
    })

  /** Files a report with a photo unlike every other, where its reporter is registered. Returns its id. */
  async function report(text: string, kind: ReportKind = 'other'): Promise<string> {
    const { bytes, hash } = await barePhoto()
    const put = await request.put(`${url}/api/photos/${hash}`, {
      ...patience,
      headers: { ...ours, 'content-type': 'image/jpeg' },
      data: bytes,
    })
    expect(put.ok(), await put.text()).toBe(true)
    const reportId = randomUUID()
    await send('reports.file', { reportId, kind, text, photos: [hash], seenAt: Date.now() })
    return reportId
  }

  return { signIn, send, ask, register, report }
}
type Doors = ReturnType<typeof apiOf>
export type Api = Pick<Doors, 'send' | 'ask'>
/** Somebody registered of whom no page is looked at. */
export type Rider = Pick<Doors, 'send' | 'ask' | 'report'> & { number: string }

/** Goes to another page of the open app; false where the page that is open is none of the app's. */
export async function turn(page: Page, path: string): Promise<boolean> {
  return await page.evaluate(async (to) => {
    const { __vue_app__: app } = (document.querySelector('#app') ?? {}) as { __vue_app__?: App }
    if (!app) return false
    const failure = await app.config.globalProperties.$router.push(to)
    if (failure) throw failure
    return true
  }, path)
}

/** A phone: a page of Chromium with its own storage, and the doors behind the same cookie. */
export function openPhone(context: BrowserContext, page: Page, url: string) {
  const doors = apiOf(context.request, url)
  /** Whether the app has seen who signed in by the doors. */
  let isKnown = true

  /** Signs in by the doors; the app learns of it when a page is next opened. */
  async function signIn(number = newNumber()): Promise<string> {
    await doors.signIn(number)
    isKnown = false
    return number
  }

  /**
   * Opens a page by its address, as from a link outside. After signing in by the doors, waits until the app
   * follows what is new for its holder.
   */
  async function open(path: string): Promise<void> {
    const following = isKnown ? undefined : page.waitForRequest(`${url}/api/events`)
    isKnown = true
    await Promise.all([page.goto(url + path), following])
  }

  /**
   * Goes to a page: from another one of the open app as by a tap, else by its address, as starting the app
   * is most of what opening a page costs. Without a network each page is opened by its address: the phone
   * must have all of it.
   */
  async function goto(path: string): Promise<void> {
    const { origin, pathname, search } = new URL(page.url())
    const isAnother = origin === url && pathname + search !== path
    const isOnline = await page.evaluate(() => navigator.onLine)
    if (!isAnother || !isOnline || !isKnown || !await turn(page, path)) await open(path)
  }

  /** Fills in the page 登录, which is open: number, code, 登录. */
  async function fillSignIn(number: string): Promise<void> {
    await page.getByLabel('手机号').fill(number)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('button', { name: '填入' }).click()
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }

  /** Opens that page, and signs in on it. */
  async function signInByHand(number = newNumber()): Promise<void> {
    await goto('/sign-in')
    await fillSignIn(number)
    await page.waitForURL(({ pathname }) => pathname !== '/sign-in')
  }

  /** Signs out, or waits until somebody is asked because of what waits. */
  async function signOutByHand(): Promise<void> {
    await goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click()
    const sure = page.getByRole('button', { name: '确定退出' })
    await expect(sure.or(page.getByRole('button', { name: '仍要退出' }))).toBeVisible()
    if (!await sure.isVisible()) return
    await sure.click()
    await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()
  }

  /** Until the service worker has the whole app, and so every page without a network. */
  async function installed(): Promise<void> {
    if (page.url() === 'about:blank') await goto('/')
    await page.evaluate(async () => {
      await Promise.race([
        navigator.serviceWorker.ready,
        new Promise((_, reject) =>
          setTimeout(reject, 120_000, new Error('no service worker came: is the test OFFLINE?'))),
      ])
      if (!navigator.serviceWorker.controller) {
        await new Promise(resolve =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
        )
      }
    })
  }

  /** Presses the shutter: the photo is a draft then. */
  async function shoot(photo: string | { name: string, mimeType: string, buffer: Buffer }): Promise<void> {
    await goto('/report')
    await page.locator('input[capture]').setInputFiles(photo)
    await expect(page.getByText('已存为草稿')).toBeVisible()
  }

  /** Photographs and hands in a report; answers when the page says that it is saved. */
  async function file(photo: Parameters<typeof shoot>[0], { kind = '其他', words = '' } = {}): Promise<void> {
    await shoot(photo)
    if (kind !== '其他') await page.getByText(kind, { exact: true }).click()
    if (words) await page.getByLabel('说明').fill(words)
    await page.getByRole('button', { name: '提交' }).click()
    const anyway = page.getByRole('button', { name: '不是同一件，仍然提交' })
    const saved = page.getByRole('status').filter({ hasText: /已保存|已送达/ })
    await expect(anyway.or(saved).first()).toBeVisible()
    if (await anyway.isVisible()) await anyway.click()
    await expect(saved).toBeVisible()
  }

  /** Writes one on the complaints page, which is open. */
  async function complain(words: string): Promise<void> {
    const again = page.getByRole('button', { name: '再写一条' })
    if (await again.isVisible()) await again.click()
    await page.getByRole('textbox', { name: '有什么不满意或建议' }).fill(words)
    await page.getByRole('button', { name: '提交' }).click()
    await expect(again).toBeVisible()
  }

  /**
   * Its clock stands still, so that a busy machine too finds held what is held for some seconds; then so
   * many seconds have passed, and it stands again.
   */
  const clockStops = () => page.clock.setFixedTime(Date.now())
  const clockPasses = (seconds: number) => page.clock.setFixedTime(Date.now() + seconds * 1_000)

  return {
    context,
    page,
    url,
    ...doors,
    clockStops,
    clockPasses,
    signIn,
    fillSignIn,
    signInByHand,
    signOutByHand,
    installed,
    shoot,
    file,
    complain,
    open,
    goto,
    offline: () => context.setOffline(true),
    online: () => context.setOffline(false),
  }
}
export type Phone = ReturnType<typeof openPhone>
