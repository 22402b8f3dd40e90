// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import CalendarSheet from '#client/features/volunteering/parts/CalendarSheet.vue'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const rider = me('courier')
const path = `/calendar/${'A'.repeat(48)}.ics`
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'birthdays.mine': { birthday: null },
    'activities.calendar': { path: null },
  }),
  given => (server = given),
)
const sent = () => server.commands.map(({ name, input }) => [name, input])

it('a birthday is kept with consent alone, and with a salt that differs each time', async () => {
  await openPage('/birthday', { holder: rider })
  await expect.poll(text).toContain('一起吃碗长寿面')
  await tap('记下我的生日')
  expect(text()).toContain('请选生日的月和日')
  await tap('月份请选择')
  await tap('2 月')
  await tap('日子请选择')
  expect(text()).not.toContain('按名字找')
  await tap('9 日')
  await tap('记下我的生日')
  expect(text()).toContain('请先勾选同意')
  expect(sent()).toEqual([])
  document.querySelector<HTMLInputElement>('.birthday__consent input')!.click()
  server.acceptTo({ 'birthdays.mine': { birthday: { month: 2, day: 9 } } })
  await tap('记下我的生日')
  await expect.poll(text).toContain('2 月 9 日，我们记着')
  const salt = expect.stringMatching(/^[\w-]{22}$/)
  expect(sent()).toEqual([['birthdays.keep', { month: 2, day: 9, agreed: true, salt }]])
})

it('it is gone after a second tap', async () => {
  server.answers['birthdays.mine'] = { birthday: { month: 12, day: 3 } }
  await openPage('/birthday', { holder: rider })
  await expect.poll(text).toContain('12 月 3 日，我们记着')
  await tap('删除我的生日')
  expect(sent()).toEqual([])
  server.acceptTo({ 'birthdays.mine': { birthday: null } })
  await tap('删除我的生日')
  await expect.poll(text).toContain('一起吃碗长寿面')
  expect(sent()).toEqual([['birthdays.forget', {}]])
})

it('the calendar has a link once it is asked for, and another one ends it', async () => {
  await openPage({ render: () => h(CalendarSheet, { open: true }) }, { holder: rider })
  await expect.poll(text).toContain('生成我的日历链接')
  server.acceptTo({ 'activities.calendar': { path } })
  await tap('生成我的日历链接')
  await expect.poll(text).toContain(`${location.origin}${path}`)
  expect(text()).toContain('加到日历')
  server.acceptTo({ 'activities.calendar': { path: path.replace('AAA', 'BBB') } })
  await tap('换一个链接')
  expect(text()).toContain('旧链接马上失效')
  await tap('换一个链接')
  await expect.poll(text).toContain('/calendar/BBB')
  expect(sent()).toEqual([['activities.resetCalendar', {}], ['activities.resetCalendar', {}]])
})
