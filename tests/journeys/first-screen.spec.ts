import { expect, OFFLINE, test } from '../support/journeys/journey.ts'

test('first words stay where the skeleton had them; nothing larger is painted', OFFLINE, async ({
  newPhone,
}) => {
  const phone = await newPhone()
  const { page, url } = phone
  await page.addInitScript(() => {
    const paints: number[] = []
    Object.assign(globalThis, { paints })
    new PerformanceObserver(list => paints.push(...list.getEntries().map(({ startTime }) => startTime)))
      .observe({ type: 'largest-contentful-paint', buffered: true })
  })
  const paints = () => page.evaluate(() => (globalThis as unknown as { paints: number[] }).paints)
  let goOn = () => {}
  const isHeld = new Promise<void>(resolve => goOn = resolve)
  await page.route('**/assets/index-*.js', async (route) => {
    await isHeld
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  const words = page.getByText('路上的坑、堵、脏，拍一张，街道来修')
  await expect(words).toBeVisible()
  await expect.poll(async () => (await paints()).length).toBeGreaterThan(0)
  // The skeleton itself may be painted in parts: what comes now comes from the app.
  const begins = await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    return performance.now()
  })
  const before = await words.boundingBox()
  goOn()
  await expect(page.getByRole('heading', { level: 2, name: '路上的坑、堵、脏，拍一张，街道来修' })).toBeVisible()
  const after = await words.boundingBox()
  expect(after).toEqual(before)
  await expect(page.locator('.bones')).toHaveCount(0)
  await phone.installed() // The service worker registers once the page rests.
  expect((await paints()).filter(at => at > begins)).toEqual([])
})

test('the skeleton stays until the first page is there', async ({ newPhone }) => {
  const { page, url } = await newPhone()
  let goOn = () => {}
  const isHeld = new Promise<void>(resolve => goOn = resolve)
  await page.route('**/assets/identity-*.js', async (route) => {
    await isHeld
    await route.continue()
  })
  const asked = page.waitForRequest('**/assets/identity-*.js')
  await page.goto(`${url}/sign-in`, { waitUntil: 'commit' })
  await asked
  await expect(page.locator('.bones')).toBeVisible()
  goOn()
  await expect(page.getByLabel('手机号')).toBeVisible()
  await expect(page.locator('.bones')).toHaveCount(0)
})

test('a stranger fetches no sender, and the page stands still while it is built', OFFLINE, async ({
  newPhone,
}) => {
  const phone = await newPhone()
  const { page, url } = phone
  const fetched: string[] = []
  page.on('request', request => fetched.push(request.url()))
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(each =>
      (each as PerformanceEntry & { value: number }).value,
    ))).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(url)
  await expect(page.getByRole('navigation', { name: '主导航' }).getByRole('link')).toHaveCount(5)
  await phone.installed()
  expect(fetched.filter(address => address.includes('/assets/index-'))).toHaveLength(1)
  expect(fetched.filter(address => address.includes('/runner-'))).toEqual([])
  expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([])
})
