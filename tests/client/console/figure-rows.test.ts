// @vitest-environment dom
import type { Answer } from '#shared/queries.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, text } from '../../support/client/page.ts'

const admin = me('admin', { areaId: '4201' })
type Row = Answer<'figures.rows'>['rows'][number]
const report: Row = {
  what: 'report',
  id: '01900000-0000-7000-8000-000000000d01',
  rank: 5,
  areaName: '江汉区 · 民族街街道 · 大董社区',
  number: 61,
  kind: 'hazard',
  state: 'working',
  filedAt: 1,
  dueAt: 5,
  answeredAt: null,
  settledAt: null,
  score: null,
}
const voice: Row = {
  what: 'voice',
  id: '01900000-0000-7000-8000-000000000d02',
  rank: 4,
  areaName: '江汉区',
  promisedAt: 4,
  metAt: null,
}
const of = (total: number, ...rows: Row[]) => ({ areaName: '武汉市', total, rows, hasMore: false })
let server: PhoneServer
freshPhone(() => ({ 'identity.me': admin, 'figures.rows': of(0) }), given => server = given)
function linksTo(words: string) {
  const links = [...document.querySelectorAll('td a, th a')]
  return links.filter(({ textContent }) => textContent.includes(words)).map(link => link.getAttribute('href'))
}

it('what an address asks for is asked, and what no figure has is left out', async () => {
  const asked: unknown[] = []
  server.answers['figures.rows'] = (input: unknown) => {
    asked.push(input)
    return of(0)
  }
  await openPage('/console/figures/rows?of=visits&hour=8&weekday=9&kind=robots&from=2026-10&to=2026-11', {
    holder: admin,
  })
  await expect.poll(text).toContain('没有“8 时 · 进站”')
  expect(asked.at(-1)).toEqual({ areaId: '4201', from: '2026-10', to: '2026-11', of: 'visits', hour: 8 })
})

it('reports and promises that are overdue stand in one list, each leading to itself', async () => {
  server.answers['figures.rows'] = of(2, report, voice)
  await openPage('/console/figures/rows?of=overdue', { holder: admin })
  await expect.poll(text).toContain('超时未办：2 件')
  expect(linksTo('#61')).toEqual([`/console/reports/${report.id}?view=running`])
  expect(linksTo('心声')).toEqual([`/voices/${voice.id}`])
})

it('people are an area, a trade and a day; what counts now names no months', async () => {
  server.answers['figures.rows'] = of(1, {
    what: 'person',
    id: '1 0',
    rank: 1,
    areaName: '江汉区',
    role: 'courier',
    company: 'meituan',
    work: null,
    registeredOn: '2026-11-01',
  })
  await openPage('/console/figures/rows?of=people&role=courier&work=unsaid', { holder: admin })
  await expect.poll(text).toContain('骑手小哥 · 工种未填 · 已报到：1 人')
  expect(text()).toContain('武汉市 · 到现在的')
})

it('a day of visits leads to its stations', async () => {
  server.answers['figures.rows'] =
    of(40, { what: 'day', id: '2026-11-02', rank: 2, areaName: null, day: '2026-11-02', n: 40 })
  await openPage('/console/figures/rows?of=visits&from=2026-11&to=2026-11', { holder: admin })
  await expect.poll(text).toContain('进站：40 人次')
  await settled()
  expect(linksTo('40')).toEqual(['/console/figures/rows?of=visits&from=2026-11&to=2026-11&day=2026-11-02'])
})
