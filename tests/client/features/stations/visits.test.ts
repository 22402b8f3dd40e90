// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { doorCodeBytes, doorCodeUrl } from '#shared/doors/door-bytes.ts'
import { expect, it } from 'vitest'
import { button, freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'
import { all, doubtful, visit } from './some-stations.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'stations.all': all,
    'stations.myVisits': { visits: [visit()], hasMore: false },
  }),
  given => (server = given),
)

const open = () => openPage('/visits', { holder: rider })
const holdCommands = () => server.decide = () => ({ status: 'retry', afterMs: 60_000 })
/** What the rider scanned at the doubtful station's door. */
const code = doorCodeUrl(
  'https://bee.example.cn',
  doorCodeBytes({ station: doubtful.number, epoch: 1, nonce: new Uint8Array(8) }),
  new Uint8Array(32),
)

it('shows one’s visits, how long they were and who has noticed them', async () => {
  const old = visit({
    id: crypto.randomUUID(),
    stationName: '民意驿站',
    enteredAt: Date.now() - 5 * 3_600_000,
    leftAt: Date.now() - 4.5 * 3_600_000,
    byPhone: false,
  })
  server.answers['stations.myVisits'] = { visits: [visit(), old], hasMore: false }
  await open()
  await expect.poll(text).toMatch(/民意驿站 .+进站 · 停留 30 分钟平板补记/)
  expect(text()).toContain('手机和平板都有记录')
  expect(
    [...document.querySelectorAll('button')].filter(each => each.textContent?.trim() === '离站'),
  ).toHaveLength(1)
})

it('离站 is kept first, and not offered twice', async () => {
  holdCommands()
  const page = await open()
  await expect.poll(text).toContain('花楼驿站')
  await tap('离站')
  await expect.poll(text).toMatch(/离站 (?:待发送|发送中)/)
  expect(page.outbox.items[0]?.envelope).toMatchObject({
    name: 'stations.leave',
    input: { visitId: visit().id },
  })
  expect(() => button('离站')).toThrow()
})

it('who entered an hour ago does not count as inside any more, and has nothing to leave', async () => {
  server.answers['stations.myVisits'] = {
    visits: [visit({ enteredAt: Date.now() - 3_600_000 })],
    hasMore: false,
  }
  await open()
  await expect.poll(text).toContain('花楼驿站')
  expect(() => button('离站')).toThrow()
})

it('a check-in made without a signal stands on top, named after its door, until it is answered', async () => {
  holdCommands()
  const page = await open()
  await page.outbox.enqueue('stations.checkIn', { entryId: crypto.randomUUID(), code })
  await expect.poll(text).toMatch(/待发送的进站.*水塔驿站.*已保存 · (?:待发送|发送中)/)
})

it('a check-in that was not taken says why', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'stations.codeOld' } })
  const page = await open()
  await page.outbox.enqueue('stations.checkIn', { entryId: crypto.randomUUID(), code })
  await expect.poll(text).toMatch(/水塔驿站.*这个码过期了.*未通过/)
})

it('older visits come a page at a time', async () => {
  const older = visit({
    id: crypto.randomUUID(),
    stationName: '后湖驿站',
    enteredAt: Date.now() - 86_400_000 * 9,
  })
  server.answers['stations.myVisits'] = ({ before }: { before?: number }) =>
    before === undefined ? { visits: [visit()], hasMore: true } : { visits: [older], hasMore: false }
  await open()
  await expect.poll(text).toContain('查看更多')
  await tap('查看更多')
  await expect.poll(text).toContain('后湖驿站')
})

it('who has never been in anywhere is told where to go', async () => {
  server.answers['stations.myVisits'] = { visits: [], hasMore: false }
  await open()
  await expect.poll(text).toContain('还没有进过站，找一个近的歇歇脚')
})
