import type { QueryInput } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { announce, HOUR } from '../features/announcements/announced.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

type Filter = QueryInput<'announcements.desk'>
/** The titles that somebody's list has, which its total and its file must have too. */
async function listed(by: PersonName, filter: Filter = {}) {
  const { announcements, total } = await city.as(by).ask('announcements.desk', filter)
  const input = encodeURIComponent(JSON.stringify(filter))
  const file = await (await city.as(by).fetch(`/api/exports/announcements/csv?input=${input}`)).text()
  const titles = announcements.map(({ title }) => title)
  expect(total).toBe(titles.length)
  expect(cellsOfCsv(file).slice(1).map(([title]) => title)).toEqual(titles)
  return titles.toSorted()
}
async function four() {
  const { now } = city.time
  await announce(city, { title: '现在停水' })
  await announce(city, { kind: 'alert', title: '暴雨预警', areaId: COMMUNITY })
  await announce(city, { title: '明天停电', startsAt: now + 20 * HOUR })
  await announce(city, { title: '那边修路', areaId: ELSEWHERE }, 'staffElsewhere')
  const { announcementId } = await announce(city, { title: '误发的' })
  await city.as('staff').done('announcements.end', { announcementId, words: '误发' })
}

it('is narrowed by state, kind and area, in rows, total and file alike', async () => {
  await four()
  const all = ['现在停水', '暴雨预警', '明天停电', '误发的']
  expect(await listed('staff')).toEqual(all.toSorted())
  expect(await listed('staff', { stage: 'on' })).toEqual(['暴雨预警', '现在停水'].toSorted())
  expect(await listed('staff', { stage: 'coming' })).toEqual(['明天停电'])
  expect(await listed('staff', { stage: 'over' })).toEqual(['误发的'])
  expect(await listed('staff', { kind: 'alert' })).toEqual(['暴雨预警'])
  expect(await listed('staff', { areaId: COMMUNITY })).toEqual(['暴雨预警'])
  expect(await listed('staff', { areaId: STREET, stage: 'on', kind: 'notice' })).toEqual(['现在停水'])
})

it('staff have those of their own areas, also when they ask for another\'s; admins have all', async () => {
  await four()
  expect(await listed('staff', { areaId: ELSEWHERE })).toEqual([])
  expect(await listed('staffElsewhere')).toEqual(['那边修路'])
  expect(await listed('admin')).toHaveLength(5)
  expect(await listed('admin', { areaId: ELSEWHERE })).toEqual(['那边修路'])
})

it('one that ends at this instant is over, and one that begins now is in force', async () => {
  const { now } = city.time
  await announce(city, { endsAt: now + HOUR })
  expect(await listed('staff', { stage: 'on' })).toHaveLength(1)
  city.time.now = now + HOUR
  expect(await listed('staff', { stage: 'over' })).toHaveLength(1)
  expect(await listed('staff', { stage: 'on' })).toHaveLength(0)
})

it('the file says what was told, in words, and no cell runs', async () => {
  await announce(city, { title: '=今晚停水', stationTimes: { opens: 420, closes: 1440 } })
  const text = await (await city.as('staff').fetch('/api/exports/announcements/csv')).text()
  const [titles, row] = cellsOfCsv(text)
  expect(Object.fromEntries(titles!.map((title, at) => [title, row![at]]))).toMatchObject({
    标题: '\'=今晚停水',
    类别: '通知',
    状态: '生效中',
    开始: expect.stringMatching(/^2026-11-23 10:/),
    驿站延长开放: '07:00–24:00',
    更正次数: '0',
    谁改的: '测试staff',
  })
})
