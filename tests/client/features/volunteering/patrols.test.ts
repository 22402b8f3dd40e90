// @vitest-environment dom
import type { Answer } from '#shared/queries.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'
import { all } from '../stations/some-stations.ts'

const areaName = '江汉区 · 花楼街道 · 花楼社区居委会'
const patrols: Answer<'beats.patrols'> = {
  notes: [
    { finding: 'watch' as const, words: '巷口堆了纸箱', by: '陈立夏' },
    { finding: 'fine' as const, words: '', by: '王小满' },
  ].map((note, i) => ({
    ...note,
    id: `0194f000-0000-7000-8000-00000000f00${i}`,
    at: Date.now() - 7_200_000,
    areaName,
    place: null,
  })),
  hasMore: false,
}
const post = { id: patrols.notes[0]!.id, kind: 'staff', scope: '420103006', scopeName: '花楼街道' } as const
const staff = me('resident', { posts: [{ ...post, from: 0, until: null }] })
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': staff, 'beats.patrols': patrols, 'stations.all': all }),
  given => (server = given),
)

it('staff read what was noted in their area: what, by whom, where and when', async () => {
  await openPage('/patrols', { holder: staff })
  await expect.poll(text).toContain('巷口堆了纸箱陈立夏 · 花楼街道 花楼社区 · 2 小时前')
  expect(text()).toContain('一切正常王小满')
})

it('whoever is not staff reads nothing', async () => {
  Object.assign(server.answers, { 'identity.me': me('courier') })
  await openPage('/patrols', { holder: me('courier') })
  await expect.poll(text).toContain('巡查记录')
  expect(text()).not.toContain('巷口')
})
