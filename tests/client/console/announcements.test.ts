// @vitest-environment dom
import type { DeskAnnouncement } from '#shared/announcements/schemas.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../support/client/page.ts'

const staff = me('staff')
const HOUR_MS = 3_600_000
const ID = '01900000-0000-7000-8000-00000000d001'
const announcement = (more: Partial<DeskAnnouncement> = {}): DeskAnnouncement => ({
  id: ID,
  kind: 'notice',
  title: '今晚停水',
  words: '十点以后',
  areaId: '420103006',
  areaName: '江汉区 · 花楼街道',
  startsAt: Date.now() - HOUR_MS,
  endsAt: Date.now() + HOUR_MS,
  stationTimes: null,
  version: 2,
  changedAt: 7,
  changedBy: '社区小赵',
  endWords: null,
  ...more,
})
const listOf = (...announcements: DeskAnnouncement[]) =>
  ({ announcements, total: announcements.length, hasMore: false })
const over = announcement({
  ...{ id: '01900000-0000-7000-8000-00000000d002', title: '误发的', endsAt: Date.now() - 1, endWords: '误发' },
})
let server: PhoneServer
freshPhone(() => ({
  'identity.me': staff,
  'announcements.desk': ({ stage }: { stage?: string }) =>
    stage === 'over' ? listOf(over) : listOf(announcement(), over),
}), given => server = given)
const rows = () => [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)

it('lists what was told with where it stands, and is narrowed by its address', async () => {
  const { router } = await openPage('/console/announcements', { holder: staff })
  await expect.poll(text).toContain('共 2 条')
  expect(rows()).toEqual([
    expect.stringMatching(/今晚停水\s*通知\s*生效中.*花楼街道/),
    expect.stringMatching(/误发的\s*通知\s*已结束/),
  ])
  await router.push('/console/announcements?stage=over')
  await expect.poll(text).toContain('共 1 条')
  expect(rows()).toEqual([expect.stringContaining('误发的')])
})

it('one that is not over is corrected or ended in its detail; one that is over only says why', async () => {
  const { router } = await openPage(`/console/announcements/${ID}`, { holder: staff })
  await expect.poll(text).toContain('更正过 1 次')
  expect(text()).toContain('提前结束')
  await tap('更正')
  const field = document.querySelector<HTMLInputElement>('form[aria-label=更正] input[type=text]')
  expect(field?.value).toBe('今晚停水')
  await tap('先不改')
  expect(document.querySelector('form[aria-label=更正]')).toBeNull()
  await router.push(`/console/announcements/${over.id}`)
  await expect.poll(text).toContain('提前结束：误发')
  expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent.trim()))
    .not
    .toContain('更正')
})

it('with nothing told yet, or nothing that fits, the desk says which', async () => {
  server.answers['announcements.desk'] = listOf()
  await openPage('/console/announcements', { holder: staff })
  await expect.poll(text).toContain('还没有发过通知和预警')
  await openPage('/console/announcements?kind=alert', { holder: staff })
  await expect.poll(text).toContain('没有符合的，换个条件试试')
})
