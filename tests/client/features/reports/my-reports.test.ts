// @vitest-environment dom
import App from '#client/App.vue'
import { beginDraft } from '#client/sync/outbox-store/drafts.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { choose, freshPhone, me, openPage, settled, text, type } from '../../../support/client/page.ts'

const rider = me('courier')
const row = (n: number, more: object) => ({
  id: `01900000-0000-7000-8000-0000000000${n}`,
  number: n,
  kind: 'hazard',
  state: 'filed',
  text: '',
  place: null,
  areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
  photo: null,
  seenAt: 1_000,
  filedAt: 100_000 + n,
  dueAt: Date.now() + 3_600_000,
  supporters: 0,
  asked: false,
  mine: true,
  rateUntil: null,
  ...more,
})
const reports = [
  row(14, { text: '护栏倒了', state: 'resolved', rateUntil: Date.now() + 14 * 86_400_000, points: 50 }),
  row(13, { text: '井盖松动', state: 'working', dueAt: Date.now() - 25.5 * 86_400_000 }),
  row(12, { state: 'declined' }),
  row(11, { kind: 'environment' }),
]

freshPhone(() => ({ 'reports.mine': { reports, hasMore: false } }), () => {})
const all = (selector: string) => [...document.querySelectorAll(selector)]
const cards = () => all('.card').map(({ textContent }) => textContent.replaceAll(/\s+/g, ' '))
const dots = () => all('.dots').map(each => each.getAttribute('aria-label'))

it('a report says what it is, how far it has come and what it earned', async () => {
  await openPage('/reports', { holder: rider })
  await expect.poll(cards).toHaveLength(4)
  const [mended, late, declined, plain] = cards()
  expect(mended).toContain('护栏倒了')
  expect(mended).toContain('待你评价（还剩 13 天）')
  expect(mended).toContain('+50')
  expect(late).toContain('比承诺晚 25 天')
  expect(declined).toContain('安全隐患 · 永丰社区未受理')
  expect(plain).toContain('环境风险 · 永丰社区')
  expect(plain).not.toContain('+')
  expect(dots()).toEqual(['进度：处理，下一步办结', '进度：受理，下一步处理', '进度：未受理', '进度：上报，下一步受理'])
})

it('a list that stays open goes with the time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  await openPage('/reports', { holder: rider })
  await expect.poll(cards).toHaveLength(4)
  expect(cards()[3]).toContain('最迟')
  vi.setSystemTime(Date.now() + 2.5 * 3_600_000)
  vi.advanceTimersByTime(30_000)
  await expect.poll(() => cards()[3]).toContain('比承诺晚 1 小时')
})

it('whoever signs in next on this phone sees none of the drafts of the one before', async () => {
  const draft = { id: 'd1', accountId: rider.accountId, kind: null, seenAt: 1, photos: [], changedAt: 1 }
  await beginDraft({ ...draft, text: '我家门口的灯' })
  const { router } = await openPage('/reports', { holder: rider, app: App })
  await expect.poll(text).toContain('我家门口的灯')
  await router.push('/stations')
  await saveSession({ me: me('resident'), isSignedIn: true, signedInAt: 2 })
  await router.push('/reports')
  await expect.poll(text).toContain('拍照上报')
  await settled()
  expect(text()).not.toContain('我家门口的灯')
})

it('a word and a shelf narrow the list, and one empties both by hand', async () => {
  await openPage('/reports', { holder: rider })
  await expect.poll(cards).toHaveLength(4)
  await type('input[type=search]', '隐患')
  await expect.poll(cards).toHaveLength(3)
  choose('待我处理')
  await settled()
  await expect.poll(cards).toHaveLength(1)
  await type('input[type=search]', '没有的话')
  await expect.poll(text).toContain('没有这样的上报')
  await type('input[type=search]', '')
  choose('办理中')
  await expect.poll(cards).toHaveLength(2)
})
