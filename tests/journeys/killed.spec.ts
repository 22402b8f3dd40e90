import type { phoneWithDisk } from '../support/journeys/browser.ts'
import type { Phone } from '../support/journeys/phone.ts'
import { test } from '../support/journeys/browser.ts'
import { expect, somePhoto } from '../support/journeys/journey.ts'
import { appointed } from '../support/journeys/people.ts'
import { newNumber } from '../support/journeys/phone.ts'

/**
 * Signed in and with the app on the phone for some time: cookies reach a browser's disk half a minute late.
 */
async function settled(disk: ReturnType<typeof phoneWithDisk>): Promise<Phone> {
  const phone = await disk.open()
  await phone.signIn(newNumber())
  await phone.register()
  await phone.installed()
  await disk.close()
  return await disk.open({ offline: true })
}

test('a browser killed right after 已保存 still has the report and its photo, and sends it once', async ({
  disk,
}) => {
  const before = await settled(disk)
  await before.file(await somePhoto(), { words: '树倒在路上' })
  await disk.kill()

  const after = await disk.open({ offline: true })
  await after.goto('/reports')
  const row = after.page.getByRole('region', { name: '手机上的上报' }).getByRole('link', { name: /树倒在路上.*待发送/ })
  await expect(row).toBeVisible()
  await expect
    .poll(() =>
      row
        .getByRole('img')
        .or(row.locator('img'))
        .first()
        .evaluate(img => (img as HTMLImageElement).naturalWidth),
    )
    .toBe(480)

  await after.online()
  await expect.poll(async () => (await after.ask('reports.mine', {})).reports.length).toBe(1)
  const [report] = (await after.ask('reports.mine', {})).reports
  await after.goto(`/reports/${report!.id}`)
  await expect(after.page.getByText('树倒在路上')).toBeVisible()
  await after.goto('/outbox')
  await expect(after.page.getByRole('heading', { level: 2, name: '待发送' })).toHaveCount(0)
  expect((await after.ask('reports.mine', {})).reports).toHaveLength(1)
})

test('fifty things queued without a network outlive a killed browser and arrive once each', async ({
  disk,
}) => {
  const [reports, words] = [4, 46]
  const before = await settled(disk)
  for (let at = 1; at <= reports; at++) await before.file(await somePhoto(), { words: `上报 ${at}` })
  await before.goto('/complaints')
  for (let at = 1; at <= words; at++) await before.complain(`建议 ${at}`)
  await before.goto('/')
  await expect(before.page.getByRole('link', { name: '离线 · 50 件待发送' })).toBeVisible()
  await disk.kill()

  const after = await disk.open({ offline: true })
  await after.goto('/')
  await expect(after.page.getByRole('link', { name: '离线 · 50 件待发送' })).toBeVisible()
  await after.online()
  const filed = async () => (await after.ask('reports.mine', {})).reports.map(({ text }) => text).sort()
  await expect.poll(filed).toEqual(Array.from({ length: reports }, (_, at) => `上报 ${at + 1}`))
  const written = async () => (await after.ask('voices.mine', {})).map(({ text }) => text).sort()
  await expect.poll(written).toEqual(Array.from({ length: words }, (_, at) => `建议 ${at + 1}`).sort())
  await expect(after.page.getByText(/件待发送/)).toHaveCount(0)
  // Once each: nothing is sent again now that all has left the phone.
  expect([(await filed()).length, (await written()).length]).toEqual([reports, words])
})

test('what a unit had written and photographed at a report survives the app being closed', async ({
  disk,
  apiFor,
  newRider,
}) => {
  const rider = await newRider()
  const id = await rider.report('护栏倒了')
  const staff = await apiFor('staff')
  const [team] = await staff.ask('desk.units', { reportId: id })
  await staff.send('reports.move', { reportId: id, to: 'accepted' })
  await staff.send('reports.move', { reportId: id, to: 'assigned', unitId: team!.id })

  const before = await disk.open()
  await before.signIn(appointed.unit.phone)
  await before.send('reports.move', { reportId: id, to: 'working' })
  await before.goto(`/desk/${id}`)
  await before.page.getByRole('button', { name: '提交处理结果' }).click()
  await before.page.getByLabel('处理说明').fill('护栏扶正了')
  await before.page.getByLabel('拍照或选照片').setInputFiles(await somePhoto())
  await expect(before.page.getByAltText('处理后照片 1', { exact: true })).toBeVisible()
  await expect(before.page.locator('[aria-busy=true]')).toHaveCount(0)
  await disk.close()

  const after = await disk.open()
  await after.goto(`/desk/${id}`)
  await after.page.getByRole('button', { name: '提交处理结果' }).click()
  await expect(after.page.getByLabel('处理说明')).toHaveValue('护栏扶正了')
  await expect(after.page.getByAltText('处理后照片 1', { exact: true })).toBeVisible()
  await after.page.getByRole('dialog').getByRole('button', { name: '提交处理结果', exact: true }).click()
  await expect(after.page.getByText('已提交，等上报人确认')).toBeVisible()
  await expect.poll(async () => (await rider.ask('reports.one', { reportId: id })).afterPhotos.length).toBe(1)
})
