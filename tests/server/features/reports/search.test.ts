import type { PageRange } from '#shared/kernel/fields.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { accounts } from '#server/core/identity/index.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh), { LIMITS_FACTOR: '100' })

const search = async (words: string, by: PersonName = 'staff', range: PageRange = {}) =>
  await city.as(by).ask('desk.search', { words, ...range })
/** The names that the tests below give to what was filed. */
const names = new Map<string, string>()
const found = async (words: string, by?: PersonName) =>
  (await search(words, by)).reports.map(({ id }) => names.get(id))
const file = async (name: string, by: PersonName, input: Parameters<Street['file']>[1]) => {
  city.time.now += 1000
  names.set(await street.file(by, { areaId: COMMUNITY, ...input }), name)
}

beforeEach(async () => {
  names.clear()
  await file('cover', 'rider', { text: '井盖松动，Exit A 口' })
  await file('wire', 'rider2', { text: '电线垂下', spot: '中百超市门口' })
  await file('lead', 'rider2', { text: '100% 可疑_人', kind: 'security' })
  await file('away', 'rider', { text: '井盖松动', areaId: ELSEWHERE })
})

it('finds by words of the text and the spot, every one of them, in large letters or small', async () => {
  expect(await found('井盖')).toEqual(['cover'])
  expect(await found('超市')).toEqual(['wire'])
  expect(await found('超市  电线')).toEqual(['wire'])
  expect(await found('超市 井盖')).toEqual([])
  expect(await found('eXIT')).toEqual(['cover'])
  expect(await found('没有这样的')).toEqual([])
  await file('wide', 'rider', { text: 'Ｂ出口积水' })
  expect(await found('Ｂ出口')).toEqual(['wide'])
})

it('takes what has a meaning for the database as it stands', async () => {
  expect(await found('%')).toEqual(['lead'])
  expect(await found('_')).toEqual(['lead'])
  for (const words of ['\\', '\'', '0%可']) expect(await found(words)).toEqual([])
})

it('finds by number, and by four digits or more at the end of its reporter\'s phone', async () => {
  const { number } = (await search('井盖')).reports[0]!
  expect(await found(`#${number}`)).toEqual(['cover'])
  expect(await found(String(number))).toContain('cover')
  const phone = city.phoneOf('rider2')
  for (const words of [phone.slice(-4), phone, `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`])
    expect(await found(words)).toEqual(['lead', 'wire'])
  expect(await found(`${phone.slice(-4)} 电线`)).toEqual(['wire'])
  // Neither its beginning nor fewer digits.
  expect(await found(phone.slice(0, 7))).toEqual([])
  expect(await found(phone.slice(-3))).toEqual([])
  await city.database.transact(tx =>
    tx.update(accounts).set({ phone: '13800009991' }).where(eq(accounts.id, city.ids.rider2)))
  expect(await found(phone.slice(-4))).toEqual([])
})

it('looks in one\'s own areas only; units and riders do not search', async () => {
  expect(await found('井盖', 'staffElsewhere')).toEqual(['away'])
  expect(await found(city.phoneOf('rider').slice(-4), 'staffElsewhere')).toEqual(['away'])
  expect(await found('井盖', 'admin')).toEqual(['away', 'cover'])
  for (const by of ['unit', 'rider', 'keeper'] as const) await expect(search('井盖', by)).rejects.toThrow('403')
  await expect(search('  ')).rejects.toThrow('400')
  await expect(search('字'.repeat(41))).rejects.toThrow('400')
})

it('pages meet: the newest first, the rest below, and the same again by range', async () => {
  const photos = [await street.photo('rider')]
  for (let i = 0; i < REPORTS_PAGE_MAX + 2; i++) await file(`${i}`, 'rider', { photos, text: '路灯不亮' })
  const first = await search('路灯')
  expect([first.reports.length, first.hasMore]).toEqual([REPORTS_PAGE_MAX, true])
  const before = first.reports.at(-1)!.rank
  await file('fresh', 'rider', { photos, text: '路灯不亮' })
  const second = await search('路灯', 'staff', { before })
  expect(second).toMatchObject({ hasMore: false })
  expect(second.reports.map(({ id }) => names.get(id))).toEqual(['1', '0'])
  const again = await search('路灯', 'staff', { before, until: second.reports.at(-1)!.rank })
  expect(again.reports).toEqual(second.reports)
})

it('finds by its reporter\'s name, within the areas of whoever searches', async () => {
  await city.database.transact(tx =>
    tx.update(accounts).set({ name: '林小满' }).where(eq(accounts.id, city.ids.rider2)))
  expect(await found('小满')).toEqual(['lead', 'wire'])
  expect(await found('小满 电线')).toEqual(['wire'])
  expect(await found('小满', 'staffElsewhere')).toEqual([])
})
