import type { Database } from '#server/database/database.ts'
import type { Phone } from '../support/journeys/phone.ts'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { accounts } from '#server/core/identity/index.ts'
import { addPost } from '#server/core/posts/index.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { codeAt } from '../support/factor.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { newNumber } from '../support/journeys/phone.ts'

const STEP_MS = 30_000
/** Longer than the server believes what it knows of a session. */
const FORGOTTEN_MS = 5_500

/** What is done to the database beside the running server. */
async function beside({ dataDir }: { dataDir: string }, work: (database: Database) => Promise<unknown>) {
  const database = await openDatabase(`file:${join(dataDir, 'little-bee.sqlite')}`)
  await work(database)
  await database.close()
}

/** An admin of this test's own, since others sign in without a second factor. Their number. */
async function newAdmin(city: { dataDir: string }): Promise<string> {
  const [id, phone] = [randomUUID(), newNumber()]
  const account = { id, phone, name: '市级小吴', role: 'resident', createdAt: 1, registeredAt: 1 } as const
  await beside(city, ({ transact }) => transact(async (tx) => {
    await tx.insert(accounts).values(account)
    await addPost(tx, { accountId: id, kind: 'admin', scope: '4201', from: 1 })
  }))
  return phone
}

/** Sets it up from 我的; what the app and the paper know then. */
async function setUp(phone: Phone) {
  const { page } = phone
  await phone.goto('/me')
  await page.getByRole('link', { name: '动态码 未开启' }).click()
  await page.getByRole('button', { name: '开始设置' }).click()
  await expect(page.getByRole('img', { name: /动态码的二维码/ })).toBeVisible()
  const secret = (await page.getByText(/^(?:[A-Z2-7]{4} ?){8}$/).textContent())!.replaceAll(' ', '')
  await page.getByLabel('动态码', { exact: true }).fill(codeAt(secret, Date.now()))
  const setUpAt = Date.now()
  await page.getByRole('button', { name: '完成设置' }).click()
  const shown = page.getByRole('region', { name: '恢复码' }).getByRole('listitem')
  await expect(shown).toHaveCount(10)
  const recoveryCodes = await shown.allTextContents()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '完成', exact: true }).click()
  await expect(page.getByText('还剩 10 个')).toBeVisible()
  /** The app's next code: the last one is used up. */
  return { next: () => codeAt(secret, Math.max(Date.now(), setUpAt + STEP_MS)), recoveryCodes }
}

async function signInWith({ page, goto, fillSignIn }: Phone, number: string, factor: string) {
  await goto('/sign-in')
  await fillSignIn(number)
  await expect(page.getByText('打开验证器')).toBeVisible()
  await page.getByLabel('动态码').fill(factor)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

test('an admin sets up a second factor, and signs in with its code and with a recovery code', async ({
  newPhone,
  city,
  pardoned,
}) => {
  pardoned.push(/status of 403/) // The wrong code, and whatever wants one.
  const phone = await newPhone()
  const number = await newAdmin(city)
  await phone.signIn(number)
  const { next, recoveryCodes } = await setUp(phone)
  await phone.signOutByHand()
  await signInWith(phone, number, next().replace(/^./, digit => String(9 - Number(digit))))
  await expect(phone.page.getByRole('alert')).toContainText('动态码不对或已用过')
  await phone.page.getByLabel('动态码').fill(next())
  await phone.page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(phone.page.getByText('去处理')).toBeVisible()
  await phone.signOutByHand()
  await signInWith(phone, number, recoveryCodes[0]!)
  await expect(phone.page.getByText('用掉了一个恢复码，还剩 9 个')).toBeVisible()
})

test('on a desk a correction of points waits for a fresh code, and is asked for after it', async ({
  newPhone,
  newRider,
  city,
  pardoned,
}) => {
  pardoned.push(/status of 403/) // The wrong code, and whatever wants one.
  const desk = await newPhone()
  const { page } = desk
  await page.setViewportSize({ width: 1280, height: 800 })
  await desk.signIn(await newAdmin(city))
  const { next } = await setUp(desk)
  await beside(city, ({ run }) => run('update sessions set factor_at = factor_at - 600000'))
  await page.waitForTimeout(FORGOTTEN_MS)

  const { number } = await newRider()
  await desk.goto('/console/points/corrections/new')
  const form = page.getByRole('form', { name: '申请更正' })
  await form.getByLabel('手机号').fill(number)
  await form.getByLabel('分值').fill('20')
  await form.getByLabel('原因').fill('线下巡查')
  await form.getByRole('button', { name: '提交复核' }).click()
  const sheet = page.getByRole('dialog', { name: '请输入动态码' })
  await expect(sheet.getByLabel('动态码')).toBeFocused()
  await sheet.getByLabel('动态码').fill(next())
  await sheet.getByRole('button', { name: '确认' }).click()
  await expect(page.getByText('待另一位管理员复核').first()).toBeVisible()
  await expect(sheet).toHaveCount(0)
})
