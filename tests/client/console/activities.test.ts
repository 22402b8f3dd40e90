// @vitest-environment dom
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../support/client/page.ts'

const staff = me('staff', {
  posts: [{
    id: '01900000-0000-7000-8000-000000000c01',
    kind: 'staff',
    scope: '420103006',
    scopeName: '花楼街道',
    from: 0,
    until: null,
  }],
})
freshPhone(() => ({
  'identity.me': staff,
  'activities.desk': { activities: [], total: 0, hasMore: false },
  'teams.near': [],
  'areas.tree': [['420103', '江汉区'], ['420103006', '花楼街道']],
  'stations.all': { stations: [] },
}), () => {})

it('发起活动 leads to an empty form', async () => {
  const page = await openPage('/console/activities', { holder: staff })
  await expect.poll(text).toContain('发起活动')
  const way = [...document.querySelectorAll('a')].find(({ textContent }) => textContent.trim() === '发起活动')!
  await page.router.push(way.getAttribute('href')!)
  await expect.poll(text).toContain('集合地点')
})
