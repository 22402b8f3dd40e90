import type { Page } from '@playwright/test'
import { anotherTab, expect, somePhoto } from '../support/journeys/journey.ts'
import { openPhone } from '../support/journeys/phone.ts'
import { filed, gate, isCommands, test, written } from '../support/journeys/trouble.ts'

/** How many entries each of the phone's stores has. */
const countsOn = (page: Page, ...stores: string[]) =>
  page.evaluate(async (names) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) =>
      Object.assign(indexedDB.open('little-bee'), {
        onsuccess: (e: Event) => resolve((e.target as IDBOpenDBRequest).result),
        onerror: reject,
      }),
    )
    const counts = await Promise.all(
      names.map(
        name =>
          new Promise<number>(resolve =>
            Object.assign(db.transaction(name).objectStore(name).count(), {
              onsuccess: (e: Event) => resolve((e.target as IDBRequest<number>).result),
            }),
          ),
      ),
    )
    db.close()
    return counts
  }, stores)

test('10: a frozen tab that holds the right to send is passed over in time; all arrives once', async ({
  rider,
  trouble,
}) => {
  const held = gate()
  let reached = 0
  trouble.meddle(async (passing) => {
    // The first tab's request never gets an answer.
    if (isCommands(passing) && ++reached === 1) await held.opened
    return undefined
  })
  await rider.goto('/complaints')
  await rider.complain('冻住之前')
  await expect.poll(() => reached).toBe(1)
  await (await rider.context.newCDPSession(rider.page)).send('Page.setWebLifecycleState', { state: 'frozen' })

  // A minute without a sign of life, without waiting for it: the lease is moved back by a page that runs no
  // app.
  const bystander = await rider.context.newPage()
  await bystander.goto(`${trouble.url}/robots.txt`)
  await bystander.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) =>
      Object.assign(indexedDB.open('little-bee'), {
        onsuccess: (e: Event) => resolve((e.target as IDBOpenDBRequest).result),
        onerror: reject,
      }),
    )
    const tx = db.transaction('lease', 'readwrite')
    const lease = await new Promise<{ until: number }>(resolve =>
      Object.assign(tx.objectStore('lease').get('lease'), {
        onsuccess: (e: Event) => resolve((e.target as IDBRequest).result as { until: number }),
      }),
    )
    tx.objectStore('lease').put({ ...lease, until: lease.until - 61_000 }, 'lease')
    await new Promise(resolve => tx.addEventListener('complete', resolve))
    db.close()
  })
  const second = await anotherTab(rider)
  await second.goto('/complaints')
  await second.complain('冻住之后')
  await expect.poll(() => written(rider)).toEqual(['冻住之前', '冻住之后'].sort())

  held.open() // What the frozen tab had under way reaches the server late: it has been answered already.
  await (await rider.context.newCDPSession(rider.page)).send('Page.setWebLifecycleState', { state: 'active' })
  await expect.poll(() => countsOn(second.page, 'outbox')).toEqual([0])
  expect(await written(rider)).toEqual(['冻住之前', '冻住之后'].sort())
  expect(await countsOn(second.page, 'returned')).toEqual([0])
})

test('11: a session that ends while things are being sent keeps them all; signed in again, they go', async ({
  rider,
  trouble,
  city,
}) => {
  let isEnded = false
  trouble.meddle(async (passing) => {
    if (!isCommands(passing) || isEnded) return undefined
    isEnded = true // The photo has gone already; its report meets a session that is over.
    await fetch(`${city.url}/api/session`, {
      method: 'DELETE',
      headers: { 'cookie': passing.headers.cookie!, 'x-little-bee': '1' },
    })
    return undefined
  })
  await rider.file(await somePhoto(), { words: '正发着就退出了' })
  await rider.goto('/outbox')
  await expect(rider.page.getByText('需登录')).toBeVisible()
  expect(await countsOn(rider.page, 'outbox', 'returned')).toEqual([1, 0])
  await rider.page.getByRole('link', { name: '去登录' }).click()
  await rider.signInByHand(rider.number)
  await expect.poll(() => filed(rider)).toEqual(['正发着就退出了'])
  await expect.poll(() => countsOn(rider.page, 'outbox', 'returned')).toEqual([0, 0])
})

/**
 * Fills whatever room the phone has left, down to the last few bytes, with something of no use. Saved answers
 * go first: the app would make room by them.
 */
const fill = (page: Page) =>
  page.evaluate(async () => {
    const open = (name: string) => new Promise<IDBDatabase>((resolve, reject) =>
      Object.assign(indexedDB.open(name), {
        onupgradeneeded: (e: Event) =>
          (e.target as IDBOpenDBRequest).result.createObjectStore('junk', { autoIncrement: true }),
        onsuccess: (e: Event) => resolve((e.target as IDBOpenDBRequest).result),
        onerror: reject,
      }),
    )
    const bee = await open('little-bee')
    const emptying = bee.transaction('answers', 'readwrite')
    emptying.objectStore('answers').clear()
    await new Promise(resolve => emptying.addEventListener('complete', resolve))
    bee.close()
    const db = await open('junk')
    const put = (size: number) =>
      new Promise<boolean>((resolve) => {
        const bytes = new Uint8Array(size)
        for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
        const tx = db.transaction('junk', 'readwrite')
        tx.objectStore('junk').add(bytes)
        tx.oncomplete = () => resolve(true)
        tx.onabort = () => resolve(false)
      })
    for (let size = 1 << 21; size >= 64;) {
      if (!(await put(size))) size >>= 1
    }
    db.close()
  })

test('17: when the phone is full the form stays as it is, nothing is half saved, and it goes later', async ({
  page,
  context,
  trouble,
}) => {
  // Chromium believes for half a minute what room it found last, so the phone is small from the start.
  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: trouble.url, quotaSize: 24_000_000 })
  const rider = openPhone(context, page, trouble.url)
  await rider.signIn()
  await rider.register()
  await rider.installed()
  await rider.offline()
  await rider.shoot(await somePhoto())
  await page.getByLabel('说明').fill('存不下')
  await expect(page.getByText('已存为草稿')).toBeVisible()
  await fill(page)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByText('手机空间满了，没有保存')).toBeVisible()
  await expect(page.getByLabel('说明')).toHaveValue('存不下')
  expect(await countsOn(page, 'outbox', 'drafts', 'photos')).toEqual([0, 1, 1])

  await devtools.send('Storage.overrideQuotaForOrigin', { origin: trouble.url })
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible()
  expect(await countsOn(page, 'outbox', 'drafts', 'photos')).toEqual([1, 0, 1])
  await rider.online()
  await expect.poll(() => filed(rider)).toEqual(['存不下'])
})

test('18: a phone whose clock jumps a day ahead and back tells all in order, at the right time', async ({
  rider,
}) => {
  const DAY_MS = 86_400_000
  const { page } = rider
  await page.addInitScript(() => {
    const plain = Date.now.bind(Date)
    Date.now = () => plain() + Number(localStorage.getItem('wrong-by') ?? 0)
  })
  const wrongBy = (ms: number) => page.evaluate(wrong => localStorage.setItem('wrong-by', String(wrong)), ms)
  for (const [words, wrong] of [
    ['快一天', DAY_MS],
    ['慢一天', -DAY_MS],
  ] as const) {
    await rider.goto('/complaints')
    await wrongBy(wrong)
    const before = Date.now()
    await rider.complain(words)
    await expect.poll(async () => (await written(rider)).includes(words)).toBe(true)
    const at = (await rider.ask('voices.mine', {})).find(({ text }) => text === words)!.at
    // A phone knows the server's clock to a few seconds.
    expect(at).toBeGreaterThan(before - 5_000)
    expect(at).toBeLessThan(Date.now() + 5_000)
  }
  await rider.offline()
  for (const [words, wrong] of [
    ['先做的', DAY_MS],
    ['后做的', -DAY_MS],
  ] as const) {
    await wrongBy(wrong)
    await rider.complain(words)
  }
  const sent: string[] = []
  rider.context.on('request', (request) => {
    if (!request.url().endsWith('/api/commands')) return
    const { commands } = JSON.parse(request.postData()!) as {
      commands: { name: string, input: { text: string } }[]
    }
    // The phone renews its pass by itself besides.
    sent.push(...commands.filter(({ name }) => name !== 'stations.givePass').map(({ input }) => input.text))
  })
  await rider.online()
  await expect.poll(() => written(rider)).toHaveLength(4)
  expect([...new Set(sent)]).toEqual(['先做的', '后做的'])
  // Never in the future.
  for (const { at } of await rider.ask('voices.mine', {})) expect(at).toBeLessThanOrEqual(Date.now() + 5000)
})
