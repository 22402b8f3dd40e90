import type { Phone } from '../support/journeys/phone.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { appointed } from '../support/journeys/people.ts'
import { newNumber } from '../support/journeys/phone.ts'

/** A session that ended is refused; Chromium writes the answer's number down. */
const ABOUT_REFUSAL = /status of 40[13]/

async function find({ page, goto }: Phone, words: string): Promise<void> {
  await goto('/people')
  await page.getByRole('searchbox', { name: '找人' }).fill(words)
  await page.getByRole('button', { name: '搜索' }).click()
}

test('an admin invites by phone; who is invited is told, and once suspended is out and reads why', async ({
  newPhone,
  pardoned,
}) => {
  pardoned.push(ABOUT_REFUSAL)
  const [admin, invited] = [await newPhone('admin'), await newPhone()]
  const { page } = admin
  const number = newNumber()
  await find(admin, number)
  await page.getByRole('button', { name: '任命这个号码' }).click()
  await expect(page.getByLabel('手机号')).toHaveValue(number)
  await page.getByLabel('姓名').fill('章小巷')
  await page.getByText('小巷顾问', { exact: true }).click()
  await page.getByRole('button', { name: /^片区/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('searchbox').fill('民意街')
  await sheet.getByRole('button', { name: /^民意街街道/ }).click()
  await page.getByLabel('原因').fill('熟悉小巷')
  await page.getByRole('button', { name: '任命', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已任命小巷顾问' })).toBeVisible()

  await invited.signIn(number)
  await invited.goto('/notices')
  await expect(invited.page.getByText(/你有了新岗位：小巷顾问（.*民意街街道）/)).toBeVisible()

  await page.getByRole('button', { name: '查看章小巷' }).click()
  await expect(page.getByRole('list', { name: '岗位' })).toContainText('小巷顾问 · 民意街街道')
  await page.getByRole('button', { name: '停用账号' }).click()
  await page.getByLabel(/停用原因/).fill('冒用他人身份')
  await page.getByRole('button', { name: '停用账号' }).click()
  await expect(page.getByText(/起停用：冒用他人身份/)).toBeVisible()
  const form = invited.page
  await expect(form.getByRole('link', { name: '登录已过期，重新登录' })).toBeVisible()
  await form.getByRole('link', { name: '登录已过期，重新登录' }).click()
  await invited.fillSignIn(number)
  await expect(form.getByRole('alert')).toContainText('这个账号已停用，原因：冒用他人身份。')
})

test('on a wide screen a second admin confirms, a table goes in but for its bad lines, a post ends', async ({
  newPhone,
}) => {
  const [admin, second] = [await newPhone('admin'), await newPhone('admin2')]
  for (const { page } of [admin, second]) await page.setViewportSize({ width: 1280, height: 800 })
  const [boss, adviser] = [newNumber(), newNumber()]
  const { page } = admin
  await admin.goto('/console/people/give')
  await page.getByLabel('手机号').fill(boss)
  await page.getByLabel('姓名').fill('新管理员')
  await page.getByText('市级管理员', { exact: true }).click()
  await page.getByLabel('原因').fill('加强力量')
  await page.getByRole('button', { name: '任命', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已提交确认' })).toBeVisible()

  await second.goto('/')
  await second.page.getByRole('link', { name: /^人员与岗位/ }).click()
  const waiting = second.page.getByRole('list', { name: '待确认的岗位' })
  await expect(waiting).toContainText(`${appointed.admin.name}提交 · 加强力量`)
  await waiting.getByRole('button', { name: '确认任命' }).click()
  await expect(waiting).toHaveCount(0)

  await admin.goto('/console/people/import')
  await page.getByLabel('选 CSV 文件').setInputFiles({
    name: '名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`手机号,姓名,岗位,片区\n${adviser},丁楼长,居民楼栋长,民意街街道\n12345,谁,小巷顾问,民意街街道\n`),
  })
  await page.getByLabel('原因').fill('年度名单')
  await page.getByRole('button', { name: '核对 2 行' }).click()
  await expect(page.getByRole('list', { name: '要改的行' })).toHaveText(/第 3 行 · 谁\s*手机号要 11 位/)
  await page.getByRole('button', { name: '先任命这 1 人' }).click()
  await expect(page.getByRole('heading', { name: '已任命 1 人' })).toBeVisible()

  await find(admin, adviser)
  await page.getByRole('link', { name: /丁楼长/ }).click()
  await page.getByRole('button', { name: '结束岗位' }).click()
  await page.getByLabel('原因（本人可见）').fill('搬走了')
  await page.getByRole('button', { name: '结束岗位' }).click()
  await expect(page.getByText('现在没有岗位')).toBeVisible()
  await expect(page.getByRole('list', { name: '以前的岗位' })).toContainText('居民楼栋长 · 民意街街道')
})
