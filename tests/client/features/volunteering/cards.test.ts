// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const rider = me('courier')
const words = {
  name: '陈小蜂',
  minutes: 165,
  kinds: [{ kind: 'volunteering', times: 2 }, { kind: 'birthday', times: 1 }],
  teams: ['晨光小队'],
  thanks: 2,
  since: '2026-09',
}
const card = {
  id: '01900000-0000-7000-8000-0000000000c1',
  code: 'C'.repeat(110),
  words: { minutes: 165 },
  madeAt: Date.parse('2026-11-29T02:00:00Z'),
  withdrawnAt: null,
}
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': rider, 'cards.mine': { words, cards: [] } }),
  given => (server = given),
)
const sent = () => server.commands.map(({ name, input }) => [name, input])
const shownCard = () => document.querySelector('article.card')?.textContent ?? ''

it('the card shows what its holder picks, and the name only when they pick it', async () => {
  await openPage('/card', { holder: rider })
  await expect.poll(shownCard).toContain('2.75 小时')
  expect(shownCard()).toContain('志愿活动 2 次，生日会 1 次')
  expect(shownCard()).toContain('2026 年 9 月')
  expect(shownCard()).toContain('一位热心人')
  expect(shownCard()).not.toContain('陈小蜂')
  const toggle = (title: string) => [...document.querySelectorAll<HTMLElement>('.switch-cell')]
    .find(cell => cell.textContent.includes(title))!
    .querySelector('input')!
    .click()
  toggle('姓名')
  await expect.poll(shownCard).toContain('陈小蜂')
  toggle('小队')
  await expect.poll(shownCard).not.toContain('晨光小队')
  for (const title of ['姓名', '服务时长', '参加过的活动', '收到的感谢', '第一次服务']) toggle(title)
  await tap('做名片')
  expect(text()).toContain('至少选一项')
  expect(sent()).toEqual([])
  toggle('服务时长')
  server.acceptTo({ 'cards.mine': { words, cards: [card] } })
  await tap('做名片')
  await expect.poll(text).toContain('2026年11月29日 签发')
  expect(sent()).toEqual([['cards.make', { cardId: expect.any(String), lines: ['hours'] }]])
  expect(document.querySelector('[role=img][aria-label="核验这张名片的二维码"]')).not.toBeNull()
})

it('who has done nothing yet is shown what to do', async () => {
  const nothing = { name: '陈小蜂', minutes: 0, kinds: [], teams: [], thanks: 0 }
  server.answers['cards.mine'] = { words: nothing, cards: [] }
  await openPage('/card', { holder: rider })
  await expect.poll(text).toContain('参加一次用心做的活动，就能做名片')
  expect(text()).not.toContain('做过的')
})

it('a card is withdrawn without a network, and says that others can check it until then', async () => {
  server.answers['cards.mine'] = { words, cards: [card] }
  await openPage('/card', { holder: rider })
  await expect.poll(text).toContain('分享名片图片')
  server.isDown = true
  await tap('收回这张名片')
  expect(text()).toContain('收回后，扫码的人只会看到“已收回”。')
  await tap('收回这张名片')
  await expect.poll(text).toContain('收回已保存，联网后生效')
  expect(text()).not.toContain('分享名片图片')
})

const check = async (answer: object | undefined) => {
  server.answers['cards.check'] = answer
  return await openPage(`/v/${card.code}`, { holder: null })
}

it('anybody sees what a genuine card says, without signing in', async () => {
  await check({ isGenuine: true, words: { minutes: 165 }, madeAt: card.madeAt })
  await expect.poll(text).toContain('真实有效')
  expect(text()).toContain('2026年11月29日 由小蜜蜂签发')
  expect(shownCard()).toContain('2.75 小时')
})

it('a withdrawn card says so, and shows nothing', async () => {
  await check({ isGenuine: true, words: null, madeAt: card.madeAt })
  await expect.poll(text).toContain('这张名片已收回')
  expect([shownCard(), text().includes('真实有效')]).toEqual(['', false])
})

it('a card that is not ours says so, and shows nothing', async () => {
  await check({ isGenuine: false })
  await expect.poll(text).toContain('不是我们签发的名片')
  expect(shownCard()).toBe('')
})

it('without a network nothing is called genuine, though it was a moment ago', async () => {
  const answer = { isGenuine: true, words: { minutes: 165 }, madeAt: card.madeAt }
  await check(answer)
  await expect.poll(text).toContain('真实有效')
  server.isDown = true
  await check(answer)
  await expect.poll(text).toContain('现在没法核验')
  server.isDown = false
  await tap('再试一次')
  await expect.poll(text).toContain('真实有效')
})
