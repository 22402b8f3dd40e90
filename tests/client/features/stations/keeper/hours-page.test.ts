// @vitest-environment dom
import type { StationDesk } from '#shared/stations/schemas.ts'
import type { PhoneServer } from '../../../../support/client/page.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { expect, it } from 'vitest'
import {
  freshPhone,
  me,
  openPage,
  savedTexts,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { near } from '../some-stations.ts'
import { desk, kept } from './some-desk.ts'

const keeper = me('keeper')
const week = Array.from({ length: 7 }, () => [540, 1080] as [number, number])
let server: PhoneServer
freshPhone(() => ({ 'identity.me': keeper, 'stations.desk': desk(kept({ week })) }), given => server = given)

const open = async () => {
  const page = await openPage('/keeping/hours', { holder: keeper })
  await expect.poll(text).toContain('周一')
  return page
}
const field = (label: string) => document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)

it('bad hours are refused with the day and words, and everything picked stays', async () => {
  await open()
  await type('[aria-label=周二开门]', '18:00')
  await submit()
  expect(text()).toContain('周二：时间要从早到晚，不能一样，也不能重叠')
  expect(field('周二开门')?.value).toBe('18:00')
  expect(server.commands).toEqual([])
})

it('hours without a network say so, survive a reload with a day added, and are saved whole', async () => {
  const before = await open()
  await type('[aria-label=周一开门]', '08:00')
  await tap('七天同周一')
  await tap('添加日期')
  await type('[aria-label=说明]', '检修')
  server.isDown = true
  await submit()
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  const page = await open()
  expect(field('周日开门')?.value).toBe('08:00')
  expect(field('说明')?.value).toBe('检修')
  const day = field('日期')?.value
  server.decide = ({ input }) => {
    server.answers['stations.desk'] = desk(
      kept(
        (input as { hours: Pick<StationDesk['stations'][number]['station'], 'week' | 'exceptions'> }).hours,
      ),
    )
    return { status: 'accepted', result: {} }
  }
  await submit()
  await expect.poll(() => page.router.currentRoute.value.name).toBe('keeping')
  expect(server.commands).toMatchObject([
    {
      name: 'stations.keep',
      input: {
        stationId: near.id,
        hours: { week: week.map(() => [480, 1080]), exceptions: [{ day, span: null, words: '检修' }] },
      },
    },
  ])
  expect(savedTexts()).toBe(0)
})

it('what every day takes over from Monday is its own from then on, a second time too', async () => {
  await open()
  await type('[aria-label=周一关门]', '12:00')
  document.querySelector<HTMLElement>('[aria-label=周一加一段时间]')!.click()
  await settled()
  await tap('七天同周一')
  await type('[aria-label=周二第2段关门]', '20:00')
  expect(['周一', '周二', '周三'].map(day => field(`${day}第2段关门`)?.value)).toEqual(['16:00', '20:00', '16:00'])
  await submit()
  await expect.poll(() => server.commands).toHaveLength(1)
  expect(server.commands[0]!.input).toMatchObject({
    hours: { week: week.map((_, at) => [540, 720, 780, at === 1 ? 1200 : 960]) },
  })
})

it('a day gets a break at noon and an end past midnight', async () => {
  await open()
  await type('[aria-label=周二关门]', '12:00')
  document.querySelector<HTMLElement>('[aria-label=周二加一段时间]')!.click()
  await settled()
  expect([field('周二第2段开门')?.value, field('周二第2段关门')?.value]).toEqual(['13:00', '16:00'])
  await type('[aria-label=周二第2段关门]', '02:00')
  expect(text()).toContain('次日')
  await submit()
  await expect.poll(() => server.commands).toHaveLength(1)
  expect(server.commands[0]!.input).toMatchObject({
    hours: { week: week.map((day, at) => (at === 1 ? [540, 720, 780, 1560] : day)) },
  })
})

it('a special day is taken out again', async () => {
  await open()
  expect(text()).toContain('节假日、临时调整加在这里')
  await tap('添加日期')
  await tap('添加日期')
  expect(document.querySelectorAll('[aria-label=日期]')).toHaveLength(2)
  await tap('删除')
  await tap('删除')
  expect(text()).toContain('节假日、临时调整加在这里')
})

it('hours that another keeper changes meanwhile are shown, unless something was picked here', async () => {
  await open()
  server.answers['stations.desk'] = desk(kept({ week: week.map(() => [600, 1200]) }))
  nudge(['stations.desk'])
  await expect.poll(() => field('周一开门')?.value).toBe('10:00')
  await type('[aria-label=周一开门]', '07:00')
  server.answers['stations.desk'] = desk(kept({ week: week.map(() => [660, 1200]) }))
  nudge(['stations.desk'])
  await settled()
  expect(field('周一开门')?.value).toBe('07:00')
})

it('a closed day that an admin adds meanwhile joins what is being picked, and is not sent away', async () => {
  const before = await open()
  await type('[aria-label=周一开门]', '08:00')
  before.close()
  const closed = { day: '2099-12-24', span: null, words: '检修' }
  server.answers['stations.desk'] = desk(kept({ week, exceptions: [closed] }, { changed: { hours: 7 } }))
  const page = await open()
  await expect.poll(text).toContain('这期间有人改过：特殊日期')
  expect(field('周一开门')?.value).toBe('08:00')
  expect(field('日期')?.value).toBe('2099-12-24')
  await submit()
  await expect.poll(() => page.router.currentRoute.value.name).toBe('keeping')
  expect(server.commands).toMatchObject([
    { input: { seen: { hours: 7 }, hours: { week: [[480, 1080], ...week.slice(1)], exceptions: [closed] } } },
  ])
})
