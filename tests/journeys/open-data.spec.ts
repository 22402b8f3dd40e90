import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'

test('a map maker finds the open data and takes the stations along', async ({ newPhone }) => {
  const phone = await newPhone()
  await phone.goto('/data')
  for (const width of [390, 1280]) {
    await phone.page.setViewportSize({ width, height: 844 })
    await expect(phone.page.getByRole('heading', { name: '开放数据' })).toBeVisible()
    await expect(phone.page.getByText('坐标是 WGS-84')).toBeVisible()
    expect((await axe(phone)).violations).toEqual([])
  }
  const begun = phone.page.waitForEvent('download')
  await phone.page.getByRole('link', { name: /CSV/ }).first().click()
  const file = await (await begun).path()
  expect(Buffer.from(await readFile(file)).toString('utf8')).toContain('WGS-84')
})
