import type { Phone } from '../support/journeys/phone.ts'
import { phoneWithDisk } from '../support/journeys/browser.ts'
import { expect, somePhoto } from '../support/journeys/journey.ts'
import { newNumber } from '../support/journeys/phone.ts'
import { test as base, gate, isCommands, isPhoto } from '../support/journeys/trouble.ts'

const test = base.extend<{ disk: ReturnType<typeof phoneWithDisk> }>({
  disk: async ({ trouble, complaints }, use) => {
    const disk = phoneWithDisk(trouble.url, complaints)
    await use(disk)
    await disk.remove()
  },
})
const mine = async (rider: Phone) =>
  (await rider.ask('reports.mine', {})).reports.map(({ text, state }) => [text, state])

test('5: the browser killed in the middle of an upload sends photo and report once, when reopened', async ({
  disk,
  trouble,
}) => {
  const before = await disk.open()
  await before.signIn(newNumber())
  await before.register()
  await before.installed()
  await disk.close() // Cookies are on the disk now.
  const phone = await disk.open()
  let uploads = 0
  trouble.meddle(async (passing) => {
    if (isPhoto(passing) && ++uploads === 1) await new Promise(() => {})
    return undefined
  })
  await phone.file(await somePhoto(), { words: '传到一半' })
  await expect.poll(() => uploads).toBe(1)
  await disk.kill()

  const after = await disk.open()
  await after.goto('/outbox')
  await expect.poll(() => mine(after)).toEqual([['传到一半', 'filed']])
  await expect(after.page.getByRole('heading', { level: 2, name: '待发送' })).toHaveCount(0)
  expect(await mine(after)).toHaveLength(1)
})

for (const { what, change, end } of [
  {
    what: 'an edit',
    end: [['三个井盖', 'filed']],
    change: async ({ page }: Phone) => {
      await page.getByRole('button', { name: '编辑' }).click()
      await page.getByLabel('说明').fill('三个井盖')
      await page.getByRole('button', { name: '保存', exact: true }).click()
      await expect(page.getByText('已经发出，修改随后送到')).toBeVisible()
    },
  },
  {
    what: 'a withdrawal',
    end: [['一个井盖', 'withdrawn']],
    change: async ({ page }: Phone) => {
      await page.getByRole('button', { name: '撤回' }).click()
      await page.getByRole('button', { name: '确定撤回' }).click()
      await expect(page.getByText('已经发出，撤回随后送到')).toBeVisible()
    },
  },
]) {
  test(`22: ${what} while the report is being sent follows it as a second command, leaving no ghost`, async ({
    rider,
    trouble,
  }) => {
    const held = gate()
    let reached = 0
    trouble.meddle(async (passing) => {
      if (isCommands(passing) && ++reached === 1) await held.opened
      return undefined
    })
    await rider.file(await somePhoto(), { words: '一个井盖' })
    await expect.poll(() => reached).toBe(1)
    await rider.page.getByRole('button', { name: '看我的上报' }).click()
    await rider.page.getByRole('link', { name: /一个井盖/ }).click()
    await expect(rider.page.getByRole('region', { name: '待发送' }).getByText('发送中')).toBeVisible()
    await change(rider)
    held.open()
    await expect.poll(() => mine(rider)).toEqual(end)
    await expect(rider.page.getByRole('heading', { level: 2, name: '待发送' })).toHaveCount(0)
    await expect(rider.page.getByRole('heading', { name: '未通过', exact: true })).toHaveCount(0)
  })
}

test('20: what an old app left in the outbox and nobody knows now is returned, and blocks nothing', async ({
  rider,
}) => {
  await rider.goto('/complaints')
  await rider.offline()
  await rider.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) =>
      Object.assign(indexedDB.open('little-bee'), {
        onsuccess: (e: Event) => resolve((e.target as IDBOpenDBRequest).result),
        onerror: reject,
      }),
    )
    const tx = db.transaction(['outbox', 'session'], 'readwrite')
    const { me } = await new Promise<{ me: { accountId: string } }>(resolve =>
      Object.assign(tx.objectStore('session').get('session'), {
        onsuccess: (e: Event) => resolve((e.target as IDBRequest).result as { me: { accountId: string } }),
      }),
    )
    tx.objectStore('outbox').add({
      envelope: {
        id: crypto.randomUUID(),
        name: 'voices.shout',
        input: { text: '旧版本写的' },
        madeAt: Date.now(),
      },
      lane: 'voices',
      accountId: me.accountId,
      photos: [],
      attempts: 0,
      isSent: false,
    })
    await new Promise(resolve => tx.addEventListener('complete', resolve))
    db.close()
  })
  await rider.complain('新版本写的')
  await rider.online()
  await expect
    .poll(async () => (await rider.ask('voices.mine', {})).map(({ text }) => text))
    .toEqual(['新版本写的'])
  await rider.goto('/outbox')
  const back = rider.page.getByRole('region', { name: '未通过' }).getByRole('listitem')
  await expect(back).toHaveCount(1)
  await expect(back.locator('.item__reason')).toHaveText(/\S/)
})
