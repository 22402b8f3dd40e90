// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { choose, daysOf, nothing } from '#client/features/volunteering/finding.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, submit, tap, text } from '../../../support/client/page.ts'
import { activity, brief, HOUR_MS, idOf, mine, nine } from './some-activities.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'activities.open': { activities: [], hasMore: false },
    'activities.mine': mine(),
    'teams.near': [],
    'reports.mine': { reports: [], hasMore: false },
    'mall.myOrders': { orders: [], hasMore: false },
  }),
  given => (server = given),
)
const lasting = (inHours: number) => {
  const startsAt = nine() + inHours * HOUR_MS
  return { startsAt, endsAt: startsAt + HOUR_MS }
}
const open = (...activities: ReturnType<typeof brief>[]) =>
  server.answers['activities.open'] = { activities, hasMore: false }

it('the list says by day what one can join: places, who waits, points, a clash by name', async () => {
  open(
    brief({ taken: 2 }),
    brief({ id: idOf(2), title: '植树', taken: 5, waiting: 5, clash: '送热干面', ...lasting(72) }),
    brief({ id: idOf(3), title: '恳谈会', kind: 'talk', points: 0, mine: 'in', ...lasting(73) }),
  )
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  expect(text()).toContain('还剩 3 个名额')
  expect(text()).toContain('+40')
  expect(text()).toContain('已满，候补 5 人')
  expect(text()).toContain('和“送热干面”时间冲突')
  expect(text()).toContain('已报名')
  expect(document.querySelectorAll('.activities__day')).toHaveLength(2)
})

it('a visitor may look, and is asked to sign in only when signing up', async () => {
  open(brief())
  server.answers['activities.one'] = activity()
  await openPage('/activities', { holder: null })
  await expect.poll(text).toContain('清洁共享单车')
  expect(text()).not.toContain('不冲突')
  const page = await openPage(`/activities/${idOf(1)}`, { holder: null })
  await expect.poll(text).toContain('社区大门口')
  await tap('报名')
  await expect.poll(() => page.router.currentRoute.value.fullPath).toContain('/sign-in')
  const { query } = page.router.currentRoute.value
  expect(query).toMatchObject({ reason: 'join', next: `/activities/${idOf(1)}` })
})

it('what was chosen is asked of the server; nothing found says how to go on', async () => {
  const asked: object[] = []
  server.answers['activities.open'] = (input: object) => {
    asked.push(input)
    return { activities: Object.keys(input).length > 0 ? [] : [brief()], hasMore: false }
  }
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  await tap('有名额')
  await tap('不冲突')
  await expect.poll(text).toContain('没有符合的活动')
  expect(asked).toContainEqual({ isFree: true, fits: true })
  const kinds = document.querySelector<HTMLSelectElement>('select[aria-label=类别]')!
  kinds.value = 'course'
  kinds.dispatchEvent(new Event('change'))
  await expect.poll(() => asked).toContainEqual({ isFree: true, fits: true, kinds: ['course'] })
  await tap('看全部活动')
  await expect.poll(text).toContain('清洁共享单车')
})

it('when somebody has time is asked of the server by day and hours, and said in the chip', async () => {
  const asked: { from?: string }[] = []
  server.answers['activities.open'] = (input: object) => {
    asked.push(input)
    return { activities: [brief()], hasMore: false }
  }
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  await tap('时间')
  await expect.poll(text).toContain('我什么时候有空')
  document.querySelectorAll<HTMLInputElement>('.when input[type=radio]')[2]!.click()
  const times = [...document.querySelectorAll<HTMLInputElement>('.when input[type=time]')]
  for (const [at, time] of ['17:00', '14:00'].entries()) {
    times[at]!.value = time
    times[at]!.dispatchEvent(new Event('input'))
  }
  await submit('.when')
  await expect.poll(text).toContain('结束时间要晚于开始时间')
  times[0]!.value = '14:00'
  times[0]!.dispatchEvent(new Event('input'))
  times[1]!.value = '17:00'
  times[1]!.dispatchEvent(new Event('input'))
  await submit('.when')
  await expect.poll(text).toContain('明天 14:00–17:00')
  const day = dayOf(Date.now() + 24 * HOUR_MS)
  expect(asked).toContainEqual({ from: day, to: day, between: { from: 840, to: 1020 } })
})

it('what was fetched further down stays when the list is asked for again, and is as it is now', async () => {
  let title = '植树'
  server.answers['activities.open'] = ({ after = 0 }: { after?: number }) => after === 0
    ? { activities: [brief({ title: `${title} 一` })], hasMore: true }
    : { activities: [brief({ id: idOf(2), title: `${title} 二` })], hasMore: false }
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('植树 一')
  await tap('查看更多')
  await expect.poll(text).toContain('植树 二')
  title = '扫雪'
  nudge(['activities.open'])
  await expect.poll(text).toContain('扫雪 二')
  expect(text()).toContain('扫雪 一')
  expect(text()).not.toContain('查看更多')
})

it('without a network the list on the phone is searched by day and hours too', () => {
  const now = Date.parse('2026-11-25T04:00:00Z') // A Wednesday, at noon.
  const at = (day: string, hour: number) => startOfDay(day) + hour * HOUR_MS
  const rows = [['2026-11-28', 14], ['2026-11-28', 16], ['2026-11-29', 14], ['2026-11-30', 14]] as const
  const briefs = rows.map(([day, hour], i) =>
    brief({ id: idOf(i), startsAt: at(day, hour), endsAt: at(day, hour) + 2 * HOUR_MS }))
  const found = (when: object) =>
    choose(briefs, { ...nothing, ...when }, now).map(each => briefs.indexOf(each))
  expect(found({})).toEqual([0, 1, 2, 3])
  expect(found({ day: 'weekend' })).toEqual([0, 1, 2])
  expect(found({ day: 'weekend', from: '14:00', to: '17:00' })).toEqual([0, 2])
  expect(found({ day: '2026-11-30' })).toEqual([3])
  expect(found({ from: '15:00' })).toEqual([1])
  expect(found({ to: '00:00' })).toEqual([0, 1, 2, 3])
  const sunday = Date.parse('2026-11-29T04:00:00Z')
  expect(daysOf('weekend', sunday)).toEqual({ from: '2026-11-29', to: '2026-11-29' })
})

it('without a network the list that is on the phone is searched', async () => {
  open(brief(), brief({ id: idOf(2), title: '植树', taken: 5 }))
  const page = await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('植树')
  page.close()
  server.isDown = true
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('植树')
  await tap('有名额')
  await expect.poll(text).not.toContain('植树')
  expect(text()).toContain('清洁共享单车')
})

it('a list that has more fetches it, and no row twice', async () => {
  server.answers['activities.open'] = ({ after = 0 }: { after?: number }) => after === 0
    ? { activities: [brief()], hasMore: true }
    : { activities: [brief(), brief({ id: idOf(2), title: '植树' })], hasMore: false }
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  await tap('查看更多')
  await expect.poll(text).toContain('植树')
  expect(document.querySelectorAll('a.activity')).toHaveLength(2)
})

it('待发送 names the activity that a sign-up is about, as a list on the phone knows it', async () => {
  open(brief())
  server.answers['activities.one'] = activity()
  server.decide = () => ({ status: 'retry', afterMs: 60_000 })
  const list = await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  list.close()
  delete server.answers['activities.one']
  const page = await openPage(`/activities/${idOf(1)}`, { holder: rider })
  await expect.poll(text).toContain('上次看到的样子')
  await tap('报名')
  await expect.poll(text).toContain('报名待确认')
  page.close()
  await openPage('/outbox', { holder: rider })
  await expect.poll(text).toContain('报名 · 清洁共享单车')
})

it('an empty city says so', async () => {
  await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('最近没有活动，过几天再来看')
})

it('我的活动 has offers on top, what comes, what one leads and hours in all', async () => {
  server.answers['activities.mine'] = mine({
    coming: [
      brief({ mine: 'in' }),
      brief({ id: idOf(2), title: '植树', mine: 'offered', answerBy: Date.now() + 5.5 * HOUR_MS }),
    ],
    over: [{ ...brief({ id: idOf(3), title: '送热干面', state: 'finished', mine: 'came' }), minutes: 90 }],
    minutes: 405,
    leads: [brief({ id: idOf(4), title: '扫雪', state: 'draft' })],
  })
  await openPage('/activities/mine', { holder: rider })
  await expect.poll(text).toContain('6.75 小时')
  expect(text()).toMatch(/轮到你了.*植树.*还剩 5 小时.*接下来.*清洁共享单车/)
  expect(text()).toMatch(/我带队的.*扫雪.*参加过的.*计 1.5 小时/)
  expect([...document.querySelectorAll('a.activity')].map(each => each.getAttribute('href')))
    .toContain(`/activities/edit/${idOf(4)}`)
})

it('home puts an offer before all else, then what begins within a day', async () => {
  const soon = Date.now() + 5 * HOUR_MS
  server.answers['activities.mine'] = mine({
    coming: [
      brief({ mine: 'in', startsAt: soon, endsAt: soon + HOUR_MS }),
      brief({ id: idOf(2), mine: 'in' }),
    ],
  })
  const page = await openPage('/', { holder: rider })
  await expect.poll(text).toContain('看活动')
  expect(text()).not.toContain('件等你')
  page.close()
  server.answers['activities.mine'] = mine({
    coming: [
      brief({ mine: 'in', startsAt: soon, endsAt: soon + HOUR_MS }),
      brief({ id: idOf(2), title: '植树', mine: 'offered', answerBy: Date.now() + 2.5 * HOUR_MS }),
    ],
  })
  await openPage('/', { holder: rider })
  await expect.poll(text).toContain('轮到你了，还剩 2 小时')
  expect(text()).toContain('还有 1 件等你')
})

it('a captain and staff find 发布, others do not', async () => {
  const page = await openPage('/activities', { holder: rider })
  await settled()
  expect(text()).not.toContain('发布')
  page.close()
  const team = { kind: 'captain', scope: idOf(9), scopeName: '小队' } as const
  const posts = [{ ...team, id: idOf(8), from: 0, until: null }]
  for (const holder of [me('staff'), me('courier', { posts })]) {
    server.answers['identity.me'] = holder
    const { close } = await openPage('/activities', { holder })
    await expect.poll(text).toContain('发布')
    close()
  }
})
