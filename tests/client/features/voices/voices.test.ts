// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { beforeEach, expect, it } from 'vitest'
import { choose, freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'
import { brief, ID, voice } from './some-voices.ts'

const rider = me('courier')
const DAY = 86_400_000
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'areas.tree': [['4201', '武汉市']],
    'voices.mine': [],
    'voices.similar': [],
    'links.of': [],
  }),
  given => (server = given),
)
const near = (voices: object[]) => ({ areaName: '江汉区 · 民意街街道', voices, hasMore: false })
beforeEach(() => {
  server.answers['voices.near'] = near([brief()])
})
const sent = () => server.commands.map(({ name, input }) => [name, input])

it('what others say is there, and 我也是 is one tap, also without a network', async () => {
  const page = await openPage('/voices', { holder: rider })
  await expect.poll(text).toContain('想学修电动车')
  expect(text()).toContain('3 人同感')
  server.isDown = true
  await tap('我也是：想学修电动车')
  await expect.poll(text).toContain('你也是，联网后自动发出')
  expect(page.outbox.items.map(({ envelope }) => envelope.input)).toEqual([{ voiceId: ID }])
})

it('before it is said, similar ones are offered; who agrees says nothing of their own', async () => {
  server.answers['voices.similar'] = [brief()]
  await openPage('/voices/new', { holder: rider })
  await type('textarea[name=voice]', '希望教大家修电动车')
  await tap('提交')
  await expect.poll(text).toContain('这条和你说的差不多')
  await tap('我也是：想学修电动车')
  await expect.poll(text).toContain('算你一个')
  await expect.poll(sent).toEqual([['voices.support', { voiceId: ID }]])
})

it('whoever means something else says it, under a random id, without their name if they like', async () => {
  server.answers['voices.similar'] = [brief()]
  await openPage('/voices/new', { holder: rider })
  await type('textarea[name=voice]', '希望教大家修电动车')
  document.querySelector<HTMLInputElement>('input[role=switch]')!.click()
  await tap('提交')
  await tap('都不是，还是说我的')
  await expect.poll(text).toContain('收下了')
  expect(sent()).toHaveLength(1)
  const [[name, input]] = sent() as [[string, Record<string, unknown>]]
  expect(name).toBe('voices.post')
  expect(input).toMatchObject({ kind: 'wish', text: '希望教大家修电动车', isAnonymous: true, photos: [] })
  expect(input.voiceId).toMatch(/^.{14}4/)
})

it('without a network nobody is asked about others: it is saved, and waits', async () => {
  server.isDown = true
  await openPage('/voices/new', { holder: rider })
  await type('textarea[name=voice]', '想要一个读书角')
  await tap('提交')
  await expect.poll(text).toContain('有回音会发消息告诉你')
  expect(text()).toContain('已保存在手机里')
})

it('is with the city once the server has said so; what it refuses is said in its words', async () => {
  let decided: object = { status: 'retry' }
  server.decide = () => decided as never
  const { outbox } = await openPage('/voices/new', { holder: rider })
  await type('textarea[name=voice]', '想要一个读书角')
  await tap('提交')
  await expect.poll(text).toContain('已保存在手机里')
  await settled()
  expect(text()).not.toContain('收下了')
  decided = { status: 'refused', refusal: { code: 'voices.areaUnknown' } }
  await outbox.retryNow()
  await expect.poll(text).toContain('没有通过')
  await tap('去待发送里看')
  await expect.poll(text).toContain('想要一个读书角')
})

it('a visitor complains and gets digits to look the answer up', async () => {
  await openPage('/complaints', { holder: null })
  await type('textarea[name=voice]', '热水器坏了两天')
  await tap('提交')
  await expect.poll(text).toContain('凭这个号码查答复')
  const [[, input]] = sent() as [[string, Record<string, string>]]
  expect(input.code).toMatch(/^\d{16}$/)
  expect(text()).toContain(input.code!.replace(/(\d{4})(?=\d)/g, '$1 '))
})

interface Posted { input: { voiceId: string, code: string, text: string } }
/** A visitor complains, and the answer is lost; after that the server answers. Returns what was sent. */
async function complainUnanswered(words: string): Promise<Posted['input']> {
  const posted: Posted[] = []
  server.doors['POST /api/commands'] = (body) => {
    posted.push(...(body as { commands: Posted[] }).commands)
    return { status: 503, body: {} }
  }
  await openPage('/complaints', { holder: null })
  await type('textarea[name=voice]', words)
  await tap('提交')
  await expect.poll(text).toContain('可能没有发出去。写好的内容还在')
  delete server.doors['POST /api/commands']
  expect(posted).toHaveLength(1)
  return posted[0]!.input
}

it('a visitor whose answer was lost tries again with the same digits', async () => {
  const before = await complainUnanswered('热水器坏了两天')
  await tap('提交')
  await expect.poll(text).toContain('凭这个号码查答复')
  expect(sent().map(([, input]) => input)).toEqual([before])
})

it('a visitor who changed the words after a lost answer gets the digits, and keeps the words', async () => {
  const before = await complainUnanswered('热水器坏了两天')
  server.decide = () => ({ status: 'refused', refusal: { code: 'voices.idTaken' } }) as never
  await type('textarea[name=voice]', '热水器坏了两天，还漏水')
  await tap('提交')
  await expect.poll(text).toContain('上一次提交的其实已经收到')
  expect(text()).toContain(before.code.replace(/(\d{4})(?=\d)/g, '$1 '))

  server.decide = () => ({ status: 'accepted' }) as never
  await tap('再写一条')
  await tap('提交')
  await expect.poll(() => sent().length).toBe(2)
  const after = sent().at(-1)![1] as Posted['input']
  expect(after.text).toBe('热水器坏了两天，还漏水')
  expect([after.voiceId === before.voiceId, after.code === before.code]).toEqual([false, false])
})

it('of another list no row of the one before is shown, also without a network', async () => {
  const [first, further, over] = [100, 50, 80].map((rank, at) =>
    brief({ id: `${ID.slice(0, -1)}${at}`, rank }))
  const lists: Record<string, object> = {
    open: { ...near([{ ...first, text: '第一条' }]), hasMore: true },
    below: near([{ ...further, text: '更早的一条' }]),
    over: { ...near([{ ...over, text: '办完的一条' }]), hasMore: true },
  }
  server.answers['voices.near'] = ({ view, before }: { view: string, before?: number }) =>
    lists[before === undefined ? view : 'below']
  await openPage('/voices', { holder: rider })
  await expect.poll(text).toContain('第一条')
  choose('有结果')
  await expect.poll(text).toContain('办完的一条')
  choose('在办')
  await expect.poll(text).toContain('第一条')
  await tap('查看更多')
  await expect.poll(text).toContain('更早的一条')
  server.isDown = true
  choose('有结果')
  await expect.poll(text).toContain('办完的一条')
  expect(text()).not.toContain('更早的一条')
})

it('one’s complaints may lie below other things that one said', async () => {
  server.answers['voices.mine'] = Array.from({ length: SHOWN_ROWS_MAX }, (_, at) =>
    brief({ id: `${ID.slice(0, -3)}${100 + at}`, isMine: true, rank: 500 - at }))
  await openPage('/complaints', { holder: rider })
  await expect.poll(text).toContain('查看更多')
  expect(text()).not.toContain('还没有说过')
})

it('who answers a complaint is not told that everybody reads it', async () => {
  const staff = me('staff', { areaId: '420103006' })
  server.answers['identity.me'] = staff
  for (const [kind, who] of [['complaint', '只有说的人和工作人员'], ['wish', '大家都']] as const) {
    server.answers['voices.one'] = voice({ desk: 'staff', kind })
    const page = await openPage(`/voices/${ID}`, { holder: staff })
    await tap('答复')
    expect(text()).toContain(`答复（${who}看得到）`)
    page.close()
  }
})

it('digits that could not be looked up are asked again by another tap, and a busy city says so', async () => {
  let asked = 0
  server.doors['GET /api/queries/voices.byCode'] = () => {
    asked++
    return { status: 429, body: { code: 'query.tooOften', message: '这个网络打开得太频繁了。' } }
  }
  await openPage('/voices/code', { holder: null })
  await type('input[type=tel]', '1234 5678 1234 5678')
  await tap('查一查')
  await expect.poll(text).toContain('这个网络打开得太频繁了。')
  server.doors['GET /api/queries/voices.byCode'] = () => {
    asked++
    return { status: 404, body: { code: 'query.unknown', message: '' } }
  }
  await tap('查一查')
  await expect.poll(text).toContain('没有查到，请核对 16 位数字')
  expect(asked).toBe(2)
})

it('who looks an answer up sees it, or why not', async () => {
  server.answers['voices.byCode'] = {
    ...{ kind: 'complaint', state: 'done', text: '热水器坏了', at: Date.now() - DAY, unitName: null },
    ...{ promisedAt: null, dueAt: null, metAt: Date.now(), hideReason: null },
    reply: { words: '换了新的', at: Date.now(), unitName: null },
  }
  await openPage('/voices/code', { holder: null })
  await tap('查一查')
  expect(text()).toContain('请填 16 位数字')
  await type('input[type=tel]', '1234 5678 1234 5678')
  await tap('查一查')
  await expect.poll(text).toContain('换了新的')
})

it('a day that has passed is said in public, and who asked judges', async () => {
  const late = { promisedAt: Date.now() - 3 * DAY, dueAt: Date.now() + DAY, unitName: '市政维修队' }
  server.answers['voices.one'] = voice({ state: 'promised', ...late })
  let page = await openPage(`/voices/${ID}`, { holder: rider })
  await expect.poll(text).toContain('超过答复期限')
  expect(text()).toContain('已经晚了 3 天')
  expect(text()).toContain('没有显示名字')
  page.close()
  server.answers['voices.one'] = voice({ state: 'done', mayJudge: true })
  page = await openPage(`/voices/${ID}`, { holder: rider })
  await expect.poll(text).toContain('办好了吗？')
  await tap('还没有')
  await type('form textarea', '还没开班')
  await tap('还没办好')
  await expect.poll(sent).toContainEqual(['voices.judge', { voiceId: ID, isDone: false, words: '还没开班' }])
})

it('whose is hidden reads why, and appeals once', async () => {
  const hidden = { state: 'hidden', hideReason: 'advert' } as const
  server.answers['voices.one'] = voice({ isMine: true, mayAppeal: true, ...hidden })
  await openPage(`/voices/${ID}`, { holder: rider })
  await expect.poll(text).toContain('没有公开，因为是广告')
  await type('form textarea', '我没有卖东西')
  await tap('提交申诉')
  await expect.poll(sent).toContainEqual(['voices.appeal', { voiceId: ID, words: '我没有卖东西' }])
})

it('whoever decided leaves the appeal to another one; one reads that one\'s name is not shown', async () => {
  const staff = me('staff', { areaId: '420103006' })
  server.answers['identity.me'] = staff
  server.answers['voices.one'] = voice({ desk: 'staff', state: 'hidden', settles: 'another' })
  let page = await openPage(`/voices/${ID}`, { holder: staff })
  await expect.poll(text).toContain('有人申诉，由另一位工作人员复核')
  expect(document.querySelector('form')).toBeNull()
  page.close()
  server.answers['identity.me'] = rider
  server.answers['voices.one'] = voice({ isMine: true, supporters: 0 })
  page = await openPage(`/voices/${ID}`, { holder: rider })
  await expect.poll(text).toContain('我说的，没有显示名字')
  expect(text()).toContain('还没有人同感')
})

it('a link that was wrong is taken back; a unit that has answered has nothing to do', async () => {
  const staff = me('staff', { areaId: '420103006' })
  server.answers['identity.me'] = staff
  server.answers['voices.one'] = voice({ desk: 'staff' })
  server.answers['links.of'] = [{ kind: 'poll', ref: ID, title: '充电柜装在哪里？', isSource: false }]
  server.answers['activities.open'] = { activities: [], hasMore: false }
  const page = await openPage(`/voices/${ID}`, { holder: staff })
  await expect.poll(text).toContain('办成了…')
  await tap('办成了…')
  await expect.poll(text).toContain('连错了，撤回')
  await tap('连错了，撤回')
  await expect.poll(text).toContain('撤回后，两边都不再显示')
  await tap('连错了，撤回')
  await expect.poll(sent).toContainEqual(['voices.unlink', { voiceId: ID, kind: 'poll', ref: ID }])
  page.close()
  server.answers['voices.one'] = voice({ desk: 'unit', state: 'done' })
  await openPage(`/voices/${ID}`, { holder: staff })
  await expect.poll(text).toContain('现在没有要办的')
})

it('the desk answers, and the words stay while there is no network', async () => {
  const staff = me('staff', { areaId: '420103006' })
  server.answers['identity.me'] = staff
  server.answers['voices.one'] = voice({ desk: 'staff' })
  await openPage(`/voices/${ID}`, { holder: staff })
  await expect.poll(text).toContain('没有显示名字 要联系才看')
  await tap('答复')
  await type('form textarea', '三月开班')
  server.isDown = true
  await tap('提交答复')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  expect(document.querySelector('textarea')!.value).toBe('三月开班')
  server.isDown = false
  await tap('提交答复')
  await expect.poll(sent).toContainEqual([
    'voices.answer',
    { voiceId: ID, outcome: 'answered', words: '三月开班', seen: 5 },
  ])
})
