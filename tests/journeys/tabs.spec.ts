import type { Locator, Page } from '@playwright/test'
import type { Api, Phone } from '../support/journeys/phone.ts'
import { openFront } from '../support/journeys/front.ts'
import { anotherTab, test as base, expect, listen, somePhoto } from '../support/journeys/journey.ts'
import { openPhone } from '../support/journeys/phone.ts'

base.use({ serviceWorkers: 'allow' })

base('two tabs that send at the same time send each thing once', async ({ phone }) => {
  await phone.installed()
  await phone.offline()
  await phone.open('/complaints')
  for (const at of [1, 2, 3, 4, 5, 6]) await phone.complain(`建议 ${at}`)
  await phone.file(await somePhoto(), { words: '井盖松了' })
  const second = await anotherTab(phone)
  await Promise.all([phone.open('/outbox'), second.open('/outbox')])
  await expect(second.page.getByRole('button', { name: '重试' })).toHaveCount(7)

  const sent: string[] = []
  phone.context.on(
    'requestfinished',
    request => request.url().endsWith('/api/commands') && sent.push(request.postData()!),
  )
  await phone.online()
  await Promise.all(
    [phone, second].map(({ page }) =>
      page
        .getByRole('button', { name: '重试' })
        .first()
        .click({ timeout: 2_000 })
        .catch(() => {}),
    ),
  ) // It may have gone by itself.
  for (const { page } of [phone, second])
    await expect(page.getByRole('heading', { level: 2, name: '待发送' })).toHaveCount(0)
  expect((await phone.ask('voices.mine', {})).map(({ text }) => text).sort()).toEqual(
    [1, 2, 3, 4, 5, 6].map(at => `建议 ${at}`),
  )
  expect((await phone.ask('reports.mine', {})).reports.map(({ text }) => text)).toEqual(['井盖松了'])
  // One sender: no command has left this phone twice.
  const ids = sent.flatMap(batch =>
    (JSON.parse(batch) as { commands: { id: string, name: string }[] }).commands.map(({ id }) => id),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

const test = base.extend<{ front: Awaited<ReturnType<typeof openFront>>, rider: Phone }>({
  front: async ({ city }, use) => {
    const front = await openFront(city.url)
    await use(front)
    front.close()
  },
  rider: async ({ context, page, front, complaints }, use) => {
    listen(context, complaints)
    const rider = openPhone(context, page, front.url)
    await rider.signIn()
    await rider.register()
    await rider.installed()
    await use(rider)
  },
})

const mark = (page: Page) => page.evaluate(() => void Reflect.set(window, 'wasHereBefore', true))
const isSamePage = (page: Page) => page.evaluate(() => Reflect.get(window, 'wasHereBefore') === true)
/** The page asks for a newer app, as it does every hour and whenever it is opened. */
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))

/** Taps just after something began to be sent, before the page can know; `letGo` on its window ends that. */
const tapWhileSending = (button: Locator) => button.evaluate((element) => {
  void navigator.locks.request('little-bee-busy', { mode: 'shared' }, () =>
    new Promise<void>(resolve => Reflect.set(window, 'letGo', resolve)))
  ;(element as HTMLButtonElement).click()
})

/** The new version takes over; the page asks the server all the while, as one does that was just opened. */
async function takeOverWhileAsking(page: Page) {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator
    serviceWorker.addEventListener('controllerchange', () => Reflect.set(window, 'isReplaced', true))
    ;(await serviceWorker.ready).waiting!.postMessage({ type: 'SKIP_WAITING' })
    for (let asked = 0; asked < 20; asked++) {
      void fetch('/api/queries/polls.open?input=%7B%7D')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })
  // The old worker, once started anew, stays for as long as Playwright looks into it.
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'isReplaced') === true)).toBe(true)
}

/** A rider with half an answer typed in one tab, and a second tab open. */
async function halfAnswered(rider: Phone, staff: Api) {
  const reportId = await rider.report('围挡倒了')
  await staff.send('reports.ask', { reportId, question: '哪一侧？' })
  await rider.open(`/reports/${reportId}`)
  await rider.page.getByLabel('你的回答').fill('朝西那一')
  const second = await anotherTab(rider)
  await second.open('/complaints')
  // A picture still to come would start the old worker anew while the new one takes over.
  await expect(second.page.locator('.state-empty')).toBeVisible()
  for (const { page } of [rider, second]) await mark(page)
  return second
}

test('a new version waits for a form in another tab; tapped while something is sent, it comes after', async ({
  rider,
  front,
  apiFor,
}) => {
  const second = await halfAnswered(rider, await apiFor('staff'))
  front.release('second version')
  await lookForUpdate(second.page)
  await expect(second.page.getByText('有新版本。写完、发完再更新。')).toBeVisible()
  await expect(second.page.getByRole('button', { name: '更新' })).toHaveCount(0)
  await expect(rider.page.getByLabel('你的回答')).toHaveValue('朝西那一')

  await rider.page.getByLabel('你的回答').fill('朝西那一侧')
  await rider.page.getByRole('button', { name: '回答' }).click()
  await expect(rider.page.getByLabel('你的回答')).toHaveCount(0)
  await tapWhileSending(second.page.getByRole('button', { name: '更新' }))
  await expect(second.page.getByText('写完、发完就更新')).toBeVisible()
  expect([await isSamePage(rider.page), await isSamePage(second.page)]).toEqual([true, true])
  await second.page.evaluate(() => (Reflect.get(window, 'letGo') as () => void)())
  for (const { page } of [rider, second])
    await expect.poll(() => isSamePage(page).catch(() => true)).toBe(false)
  await expect(second.page.getByText('有新版本')).toHaveCount(0)
})

test('even a version that has taken over reloads no tab before the form in one of them is saved', async ({
  rider,
  front,
  apiFor,
}) => {
  const second = await halfAnswered(rider, await apiFor('staff'))
  front.release('third version')
  await lookForUpdate(second.page)
  await expect(second.page.getByText('有新版本')).toBeVisible()
  await takeOverWhileAsking(second.page)
  await rider.page.getByLabel('你的回答').press('End')
  await rider.page.getByLabel('你的回答').pressSequentially('侧')
  expect([await isSamePage(rider.page), await isSamePage(second.page)]).toEqual([true, true])
  await expect(rider.page.getByLabel('你的回答')).toHaveValue('朝西那一侧')

  await rider.page.getByRole('button', { name: '回答' }).click()
  for (const { page } of [rider, second])
    await expect.poll(() => isSamePage(page).catch(() => true)).toBe(false)
  await expect(rider.page.getByText('朝西那一侧')).toBeVisible()
})
