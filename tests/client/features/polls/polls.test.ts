// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  choose,
  freshPhone,
  me,
  openPage,
  savedTexts,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { brief, counted, HOUR_MS, option, poll } from './some-polls.ts'

const rider = me('courier')
const staff = me('staff', {
  posts: [{
    id: rider.accountId,
    kind: 'staff',
    scope: '420103006',
    scopeName: '花楼街道',
    from: 0,
    until: null,
  }],
})
const path = `/polls/${brief().id}`
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'polls.open': { polls: [] },
    'polls.desk': { polls: [], total: 0, hasMore: false },
    'polls.one': poll(),
    'areas.tree': [['4201', '武汉市'], ['420103', '江汉区'], ['420103006', '花楼街道']],
    'stations.all': { stations: [] },
    'stations.map': { tiles: null, file: null },
  }),
  given => (server = given),
)
const sent = () => server.commands.map(({ name, input }) => ({ name, input }))
const show = async (more: object, holder = rider) => {
  server.answers['polls.one'] = poll(more)
  return await openPage(path, { holder })
}

it('the list puts what waits for one’s vote first, then what runs, comes and was counted', async () => {
  const now = Date.now()
  const id = (at: number) => `01900000-0000-7000-8000-00000000f00${at}`
  server.answers['polls.open'] = { polls: [
    brief({ id: id(1), question: '还没开始的', startsAt: now + HOUR_MS }),
    brief({ id: id(2), question: '投过的', hasVoted: true }),
    brief({ id: id(3), question: '等我投的' }),
    brief({ id: id(4), question: '数完的', state: 'counted', outcome: 'shown', endsAt: now - 5 * HOUR_MS }),
  ] }
  await openPage('/polls', { holder: rider })
  await expect.poll(text).toMatch(/等你投等我投的.*正在进行投过的.*即将开始还没开始的.*已有结果数完的/)
})

it('an empty list says what to do: wait, or register', async () => {
  const page = await openPage('/polls', { holder: rider })
  await expect.poll(text).toContain('你的社区现在没有投票')
  page.close()
  const stranger = me('courier', { registeredAt: null, areaId: null })
  server.answers['identity.me'] = stranger
  await openPage('/polls', { holder: stranger })
  await expect.poll(text).toContain('报到以后，社区的投票才有你一票')
})

it('a vote is asked about once more, sent with a salt of its own, and kept in no form', async () => {
  await show({})
  await expect.poll(text).toContain('只记下你投过了，不存你选了什么')
  expect(text()).toContain('12 人投了，约 143 人能投')
  await tap('投票')
  expect(text()).toContain('请先选一项')
  choose('菜场边')
  await settled()
  await tap('投票')
  expect(text()).toContain('投“菜场边”，投出后不能改')
  expect(sent()).toEqual([])
  expect(savedTexts()).toBe(0)
  server.acceptTo({ 'polls.one': poll({ hasVoted: true, turnout: 13 }) })
  await tap('投这一项')
  await expect.poll(text).toContain('投好了，谢谢你')
  const salt = expect.stringMatching(/^[\w-]{22}$/)
  expect(sent()).toEqual([{ name: 'polls.vote', input: { pollId: brief().id, version: 3, option: 1, salt } }])
  expect(document.querySelector('input[type=radio]')).toBeNull()
})

it('without a network it waits as 待确认 and can be taken back', async () => {
  const { outbox } = await show({})
  await expect.poll(text).toContain('选一项')
  server.isDown = true
  choose('地铁口')
  await settled()
  await tap('投票')
  await tap('投这一项')
  await expect.poll(text).toContain('待确认')
  expect(outbox.items).toHaveLength(1)
  expect(text()).toContain('送到以后，手机里不再留你选了什么')
})

it('a refused vote says why, on its page and in the outbox, where it can only be read', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'polls.voted' } })
  const page = await show({})
  await expect.poll(text).toContain('选一项')
  choose('地铁口')
  await settled()
  await tap('投票')
  await tap('投这一项')
  await expect.poll(text).toContain('你已经投过了，每人一票')
  page.close()
  await openPage('/outbox', { holder: rider })
  await expect.poll(text).toContain('你已经投过了，每人一票')
  expect(text()).not.toContain('重试')
  await tap('知道了')
  await expect.poll(text).not.toContain('你已经投过了')
})

it.each([
  [{ whyNot: 'otherKind' }, '这次你不能投这次问的不是你这一类人'],
  [{ whyNot: 'late' }, '这次投票开始后才注册的账号不能投'],
  [{ startsAt: Date.now() + HOUR_MS }, '未开始'],
  [{ hasVoted: true }, '你投过了'],
  [{ endsAt: Date.now() - HOUR_MS }, '已经截止再收一会儿没有网的手机里存着的票'],
  [{ state: 'cancelled', endWords: '选项写错了' }, '这次投票取消了选项写错了'],
] as const)('%j offers no vote, and says so', async (more, words) => {
  await show(more)
  await expect.poll(text).toContain(words)
  expect(document.querySelector('input[type=radio]')).toBeNull()
})

it('a named poll says beforehand that names are shown, and to whom; afterwards it shows them', async () => {
  const page = await show({ ballot: 'named' })
  await expect.poll(text).toContain('你的名字会写在你选的那一项下面，能投这次票的人和社区工作人员都看得到')
  page.close()
  server.answers['polls.one'] = counted({
    ballot: 'named',
    turnout: 3,
    options: [option('地铁口', 2, ['林小满', '']), option('菜场边', 1, ['罗谷雨'])],
  })
  await openPage(path, { holder: rider })
  await expect.poll(text).toContain('林小满、已注销的人')
  expect(text()).toContain('2 票 · 67%')
})

it.each([
  [{ outcome: 'quorumMissed', quorum: 20 }, '要 20 人投才算数，只有 12 人投'],
  [{ outcome: 'tooFew', turnout: 1 }, '只有 1 人投，不到 5 人'],
  [{ outcome: 'lost' }, '票箱打不开'],
] as const)('a counted poll without a result says why: %j', async (more, words) => {
  server.answers['polls.one'] = counted({ ...more, options: [option('地铁口'), option('菜场边')] })
  await openPage(path, { holder: rider })
  await expect.poll(text).toContain(words)
  expect(text()).not.toMatch(/\d 票/)
})

it('staff end a poll early with a reason; without a vote they cancel it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  server.answers['identity.me'] = staff
  await show({ runs: true, whyNot: 'unregistered' }, staff)
  await expect.poll(text).toContain('提前结束')
  expect(text()).not.toContain('这次你不能投')
  await tap('提前结束')
  await submit('form[aria-label=提前结束]')
  expect(text()).toContain('请写明原因')
  await type('form[aria-label=提前结束] textarea', '柜子到货了')
  server.answers['polls.one'] = poll({ runs: true, whyNot: 'unregistered', endsAt: Date.now() - 1 })
  await submit('form[aria-label=提前结束]')
  const pollId = brief().id
  await expect.poll(sent).toEqual([{ name: 'polls.close', input: { pollId, words: '柜子到货了' } }])
  // At once, not at the next tick of the page's clock, which stands still here.
  await expect.poll(text).toContain('已截止，')
  expect(text()).not.toContain('投票中')
})

it('the form says in its order what is missing, and asks the area that staff work for', async () => {
  server.answers['identity.me'] = staff
  await openPage('/polls/edit', { holder: staff })
  await expect.poll(text).toContain('发起投票')
  const alert = () => document.querySelector('[role=alert]')?.textContent?.trim()
  await submit()
  expect(alert()).toBe('请写题目，2 到 60 字')
  await type('input[placeholder^="例如：充电柜"]', '装在哪里？')
  await submit()
  expect(alert()).toBe('每个选项都要写，最多 40 字')
  const fields = () => [...document.querySelectorAll<HTMLInputElement>('input[placeholder^="例如：地铁站"]')]
  for (const [at, words] of ['甲', '甲'].entries()) {
    fields()[at]!.value = words
    fields()[at]!.dispatchEvent(new Event('input'))
  }
  await submit()
  expect(alert()).toBe('选项不能重复')
  fields()[1]!.value = '乙'
  fields()[1]!.dispatchEvent(new Event('input'))
  await submit()
  await expect.poll(sent).toMatchObject([{
    name: 'polls.publish',
    input: {
      question: '装在哪里？',
      options: [{ text: '甲', place: null }, { text: '乙', place: null }],
      areaId: '420103006',
      audience: 'everyone',
      ballot: 'secret',
      quorum: 0,
    },
  }])
})

it('a phone whose clock is ten minutes slow shows a poll as over when it is', async () => {
  const endsAt = Date.now() + HOUR_MS / 12
  await show({ endsAt })
  await expect.poll(text).toContain('地铁口')
  expect(text()).not.toContain('已经截止')
  server.aheadMs = HOUR_MS / 6
  await show({ endsAt })
  await expect.poll(text).toContain('已经截止')
})
