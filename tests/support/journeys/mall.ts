import type { CommandInput } from '#shared/commands.ts'
import type { Api, Phone, Rider } from './phone.ts'
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { STATIONS } from './people.ts'

type Offer = Partial<
  Pick<CommandInput<'mall.list'>, 'kind' | 'category' | 'donor' | 'perPerson' | 'words' | 'photo'>
> & { name: string, price: number, at: Partial<Record<keyof typeof STATIONS, number>> }

/** An organiser lists an item and puts pieces of it on the shelves. */
export async function stock(
  admin: Api,
  { name, price, at, ...more }: Offer,
): Promise<{ id: string, name: string }> {
  const id = randomUUID()
  const shelves = Object.entries(at).map(([key, count]) => ({
    stationId: STATIONS[key as keyof typeof STATIONS].id,
    count,
  }))
  await admin.send('mall.list', {
    itemId: id,
    kind: 'goods',
    category: 'riding',
    words: '厚款，带反光条',
    ...more,
    name,
    price,
    stations: shelves.map(({ stationId }) => stationId),
    isListed: true,
  })
  for (const { stationId, count } of shelves)
    await admin.send('mall.arrive', { moveId: randomUUID(), itemId: id, stationId, count, words: '' })
  return { id, name }
}

/** A report that the staff accept: it brings its points (a hazard 50). */
export async function earn(rider: Pick<Rider, 'report'>, staff: Api): Promise<void> {
  await staff.send('reports.move', { reportId: await rider.report('井盖松了', 'hazard'), to: 'accepted' })
}

/** 兑换, and the one question behind it; `at` a station of one's own choice. */
export async function redeem({ page }: Phone, { at }: { at?: keyof typeof STATIONS } = {}): Promise<void> {
  if (at) await page.getByRole('radio', { name: new RegExp(STATIONS[at].name) }).check()
  await page.getByRole('button', { name: '兑换', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认兑换' }).click()
  await page.waitForURL(/\/orders\/[\w-]+/)
}

/**
 * The list of goods and the page of one are on the phone: once seen with a network, they are there without.
 */
export async function hasSeen(phone: Phone, item: { id: string, name: string }): Promise<void> {
  await phone.goto('/mall')
  // By its address: another journey may have listed one of the same name.
  await expect(phone.page.locator(`a[href="/mall/${item.id}"]`)).toBeVisible()
  await phone.goto(`/mall/${item.id}`)
  await expect(phone.page.getByRole('heading', { level: 2, name: item.name })).toBeVisible()
  await expect(phone.page.getByText(/可用 \d/)).toBeVisible()
}
