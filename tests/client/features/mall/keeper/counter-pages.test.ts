// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { refreshShown } from '#client/sync/ask.ts'
import { expect, it } from 'vitest'
import {
  choose,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { codeOf, DAY_MS, desk, ids, order } from './signed.ts'

const keeper = me('keeper')
const inTime = { pickUpBy: Date.now() + DAY_MS }
let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>> | undefined
freshPhone(
  () => ({
    'identity.me': keeper,
    'mall.desk': desk(order(inTime)),
    'mall.myOrders': { orders: [], hasMore: false },
    'mall.stockHistory': [],
  }),
  given => (server = given),
)

const readDigits = async () => {
  await expect.poll(text).toContain('对方的 6 位领取码')
  await type('.digits input', ' １２３－４５６')
  await submit('.digits')
}
async function openForm() {
  document.querySelector<HTMLButtonElement>('button.line')!.click()
  await settled()
}

it('the counter shows what is to be handed over, what was, and what waits on the phone', async () => {
  server.answers['mall.desk'] = desk(
    order(inTime),
    order({ id: ids.lake, number: 30, state: 'handedOver', closedAt: Date.now() }),
  )
  server.decide = () => ({ status: 'retry', afterMs: 60_000 })
  page = await openPage('/counter', { holder: keeper })
  await expect.poll(text).toContain('待交付 1')
  expect(text()).toContain('今天已交付 1')
  await page.outbox.enqueue('mall.handOver', { code: codeOf(), stationId: ids.bridge })
  await expect.poll(text).toContain('1 次交付已保存')
  expect(text()).toContain('已交付待提交')
})

it('a hand-over that the server would not take, and one too many, are told with the reason', async () => {
  page = await openPage('/counter', { holder: keeper })
  server.decide = () => ({ status: 'refused', refusal: { code: 'mall.orderClosed', state: 'cancelled' } })
  await page.outbox.enqueue('mall.handOver', { code: codeOf(), stationId: ids.bridge })
  await expect.poll(text).toContain('这次兑换已取消')
  server.decide = () => ({ status: 'accepted', result: { outcome: 'loss', orderId: ids.order, number: 31 } })
  await page.outbox.enqueue('mall.handOver', { code: codeOf(), stationId: ids.bridge })
  await expect.poll(text).toContain('货多给了一份')
  await tap('知道了')
  expect(text()).not.toContain('这次兑换已取消')
})

it('who keeps no station, and who is no keeper, are told so', async () => {
  server.answers['mall.desk'] = { stations: [], keys: [] }
  page = await openPage('/counter', { holder: keeper })
  await expect.poll(text).toContain('还没有归你管的驿站')
  page.close()
  server.answers['identity.me'] = me('courier')
  page = await openPage('/counter', { holder: me('courier') })
  expect(text()).toContain('这里是驿站管理员的页面')
})

it('digits name the goods; yes hands them over once, however often it is tapped', async () => {
  server.answers['mall.orderOfDigits'] = order(inTime)
  server.decide = () => ({
    status: 'accepted',
    result: { outcome: 'settled', orderId: ids.order, number: 31 },
  })
  page = await openPage('/counter/hand-over?by=digits', { holder: keeper })
  await readDigits()
  await expect.poll(text).toContain('毛巾 ×2')
  const yes = [...document.querySelectorAll('button')].find(each => each.textContent?.includes('确认已交给对方'))!
  yes.click()
  yes.click()
  await expect.poll(text).toContain('已交付 #31')
  expect(server.commands.map(({ name, input }) => [name, input])).toEqual([
    ['mall.handOver', { code: '123456', stationId: ids.bridge }],
  ])
  await tap('继续下一个')
  await readDigits()
  await expect.poll(text).toContain('在这台手机上已经交付过了')
})

it('no leaves everything as it was', async () => {
  server.answers['mall.orderOfDigits'] = order(inTime)
  page = await openPage('/counter/hand-over?by=digits', { holder: keeper })
  await readDigits()
  await expect.poll(text).toContain('毛巾 ×2')
  await tap('不是这件，返回')
  expect(text()).toContain('对方的 6 位领取码')
  expect(server.commands).toEqual([])
})

it('without a network a stock take says so, survives a reload, and is sent once, the same', async () => {
  page = await openPage('/counter/shelf', { holder: keeper })
  await expect.poll(text).toContain('毛巾')
  await openForm()
  expect(text()).toContain('库存 5 件，其中待领 2 件')
  await submit('.stock')
  expect(text()).toContain('请填实际件数')
  await type('.stock input[type=tel], .stock input[inputmode=numeric]', '4')
  await type('.stock textarea', '少了一条')
  server.isDown = true
  await submit('.stock')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  page.close()
  server.isDown = false
  page = await openPage('/counter/shelf', { holder: keeper })
  await expect.poll(text).toContain('毛巾')
  await openForm()
  expect(document.querySelector<HTMLTextAreaElement>('.stock textarea')?.value).toBe('少了一条')
  await submit('.stock')
  await expect.poll(text).toContain('毛巾：盘点 4 件，已登记')
  expect(server.commands).toMatchObject([
    {
      name: 'mall.stockTake',
      input: { itemId: ids.towel, stationId: ids.bridge, counted: 4, words: '少了一条' },
    },
  ])
})

it('an answer for which the keeper did not wait hands nothing over', async () => {
  server.answers['mall.orderOfDigits'] = order(inTime)
  page = await openPage('/counter/hand-over?by=digits', { holder: keeper })
  await expect.poll(text).toContain('对方的 6 位领取码')
  await type('.digits input', '123456')
  document.querySelector('.digits')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await page.router.replace({ query: {} })
  await page.router.replace({ query: { by: 'digits' } })
  await settled()
  expect(text()).toContain('对方的 6 位领取码')
  expect(text()).not.toContain('毛巾 ×2')
  await type('.digits input', '123456')
  await submit('.digits')
  await expect.poll(text).toContain('毛巾 ×2')
})

it('a search stays in sight while it narrows the list', async () => {
  const many = Array.from({ length: 9 }, (_, at) => order({
    ...{ ...inTime, id: `${ids.order.slice(0, -1)}${at}`, number: at + 1 },
    itemName: at === 0 ? '雨衣' : '毛巾',
  }))
  server.answers['mall.desk'] = desk(...many)
  page = await openPage('/counter', { holder: keeper })
  await expect.poll(text).toContain('待交付 9')
  await type('input[type=search]', '雨衣')
  server.answers['mall.desk'] = desk(...many.slice(1, 4))
  await refreshShown()
  await expect.poll(text).toContain('待交付 3')
  expect(text()).toContain('没有符合的兑换')
  await type('input[type=search]', '')
  expect(document.querySelectorAll('button.line')).toHaveLength(3)
})

it('what was being done with the stock is saved with its number', async () => {
  page = await openPage('/counter/shelf', { holder: keeper })
  await expect.poll(text).toContain('毛巾')
  await openForm()
  choose('到货')
  await type('.stock input[inputmode=numeric]', '１２')
  page.close()
  page = await openPage('/counter/shelf', { holder: keeper })
  await expect.poll(text).toContain('毛巾')
  await openForm()
  await submit('.stock')
  await expect.poll(text).toContain('毛巾：到货 12 件，已登记')
  expect(server.commands).toMatchObject([{ name: 'mall.arrive', input: { count: 12 } }])
})
