// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { deskFacts, LAST_STEP, REPORT_ID, view } from './report-view.ts'

const rider = me('courier')
const id = REPORT_ID
const STEP = LAST_STEP
const LATER = '01900000-0000-7000-8000-00000000ee02'

const market = {
  id: '01900000-0000-7000-8000-00000000bbbb',
  name: '民意街小蜜蜂驿站',
  latitude: 30.6 + 120 / 111_195,
  longitude: 114.27,
}

let server: PhoneServer
freshPhone(() => ({ 'areas.tree': [], 'reports.one': view() }), given => server = given)
const sent = () => server.commands.map(({ name, input }) => [name, input])
const open = async (report: object) => {
  server.answers['reports.one'] = report
  await openPage(`/reports/${id}`, { holder: rider })
  await expect.poll(text).toContain('井盖翘起')
}

it('a change names the step on which its form began, and no place that stays', async () => {
  await open(view())
  await tap('修改')
  await type('textarea', '井盖翘起，靠河一侧')
  server.answers['reports.one'] = view({ lastStep: LATER })
  await tap('保存修改')
  await expect.poll(sent).toEqual([
    ['reports.amend', { reportId: id, kind: 'hazard', text: '井盖翘起，靠河一侧', seen: STEP }],
  ])
})

it('an answer names the step that was seen', async () => {
  await open(view({ question: '在哪一侧？', asked: true }))
  await type('textarea', '靠河')
  await submit('form')
  await expect.poll(sent).toEqual([['reports.answer', { reportId: id, answer: '靠河', seen: STEP }]])
})

it('a passer-by reads that words and photos come with the acceptance; its reporter does not', async () => {
  await open(view())
  expect(text()).not.toContain('受理后公开照片和内容')
  server.answers['reports.one'] = view({ mine: false, text: '', place: null, lastStep: undefined })
  await openPage(`/reports/${id}`, { holder: rider })
  await expect.poll(text).toContain('受理后公开照片和内容')
  expect(text()).toContain('我也看到了')
})

it('what was seen through a shutter says when; what staff filed says when it was registered', async () => {
  await open(view())
  expect([text().includes('拍摄'), text().includes('登记')]).toEqual([true, false])
  server.answers['reports.one'] = view({ timeline: [{ ...view().timeline[0], by: 'staff' }] })
  await openPage(`/reports/${id}`, { holder: rider })
  await expect.poll(text).toContain('登记')
  expect(text()).not.toContain('拍摄')
})

it('so does what takes a report back', async () => {
  await open(view())
  await tap('撤回上报')
  await tap('撤回上报')
  await expect.poll(sent).toEqual([['reports.withdraw', { reportId: id, seen: STEP }]])
})

it('so does a rating', async () => {
  await open(view({ state: 'resolved', rateUntil: Date.now() + 86_400_000 }))
  await tap('修好了')
  await tap('提交评价')
  await expect.poll(sent).toEqual([['reports.rate', { reportId: id, fixed: true, seen: STEP }]])
})

it('says where it is in words, offers the way there, and keeps degrees for the clipboard', async () => {
  server.answers['stations.all'] = { stations: [market], weeks: [] }
  await open(view({ areaName: '江汉区 · 民意街街道 · 永丰社区居委会' }))
  await expect.poll(text).toContain('民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米')
  expect(text()).not.toMatch(/[北东]\s*[纬经]|30\.6/)
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (words: string) => void copied.push(words) },
  })
  await tap('复制坐标')
  expect(copied).toEqual(['30.60000,114.27000'])
  await tap('导航')
  const first = () => document.querySelector<HTMLAnchorElement>('dialog a')?.href
  await expect.poll(first).toMatch(/uri\.amap\.com.*mode=walk/)
})

it('staff and units get the same words, and the way by car', async () => {
  server.answers['stations.all'] = { stations: [market], weeks: [] }
  server.answers['reports.one'] = view({ desk: deskFacts, areaName: '江汉区 · 民意街街道 · 永丰社区居委会' })
  await openPage(`/desk/${id}`, { holder: me('unit') })
  await expect.poll(text).toContain('民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米')
  expect(text()).not.toContain('30.6')
  await tap('导航')
  await expect.poll(() => document.querySelector<HTMLAnchorElement>('dialog a')?.href).toContain('mode=car')
})

it('what was decided leads to a page that says what happens next', async () => {
  server.answers['reports.one'] = view({ state: 'resolved', rateUntil: Date.now() + 86_400_000 })
  const { router } = await openPage(`/reports/${id}`, { holder: rider })
  await tap('修好了')
  await tap('提交评价')
  await expect.poll(() => router.currentRoute.value.fullPath).toBe(`/reports/${id}/done/rated`)
  await expect.poll(text).toContain('谢谢你，这件事办结了')
})

it('without a network that page says saved, not thanks', async () => {
  server.answers['reports.one'] = view({ state: 'resolved', rateUntil: Date.now() + 86_400_000 })
  await openPage(`/reports/${id}`, { holder: rider })
  await tap('修好了')
  server.isDown = true
  await tap('提交评价')
  await expect.poll(text).toContain('已保存在手机里')
  expect(text()).not.toContain('谢谢你')
})

it('that page speaks of the newest try, and not of one that was returned before', async () => {
  server.answers['reports.one'] = view({ state: 'resolved', rateUntil: Date.now() + 86_400_000 })
  server.decide = () => ({ status: 'refused', refusal: { code: 'reports.ratingOver' } })
  const { router } = await openPage(`/reports/${id}`, { holder: rider })
  await tap('修好了')
  await tap('提交评价')
  await expect.poll(text).toContain('没有通过')
  server.decide = () => ({ status: 'accepted', result: {} })
  await router.push(`/reports/${id}`)
  await tap('修好了')
  await tap('提交评价')
  await expect.poll(text).toContain('谢谢你，这件事办结了')
})

const late = { state: 'working', dueAt: Date.now() - 25.5 * 86_400_000 }

it('what is overdue can be urged, once a day', async () => {
  await open(view(late))
  expect(text()).toContain('比承诺晚 25 天')
  await tap('催一下')
  await expect.poll(sent).toEqual([['reports.urge', { reportId: id }]])
  await expect.poll(text).toContain('已经催了')
})

it('what was urged today, is in time, or is someone else’s, has no such button', async () => {
  const urged = { step: 'urged', at: Date.now(), by: 'reporter', byName: null, words: null, photos: [] }
  await open(view({ ...late, timeline: [...view().timeline, urged] }))
  expect(text()).toContain('今天催过了')
  expect(text()).not.toContain('催一下')
  await open(view({ state: 'working', dueAt: Date.now() + 1_000_000 }))
  expect(text()).not.toContain('催一下')
  await open(view({ ...late, mine: false }))
  expect(text()).not.toContain('催一下')
})

const declined = { step: 'declined', at: 3_000, by: 'staff', byName: null, words: '看不清是哪里', photos: [] }
const objected = { step: 'objected', at: 4_000, by: 'reporter', byName: null, words: '就在路口', photos: [] }

it('a declined report says why at its head, and takes one objection', async () => {
  await open(view({ state: 'declined', timeline: [...view().timeline, declined] }))
  expect(document.querySelector('[aria-label="状态"]')!.textContent).toContain('看不清是哪里')
  await tap('我有异议')
  await submit('.words-form')
  expect(text()).toContain('请写一句为什么')
  await type('.words-form textarea', '照片左边那块是松的')
  await submit('.words-form')
  await expect.poll(sent).toEqual([
    ['reports.object', { reportId: id, words: '照片左边那块是松的', seen: STEP }],
  ])
  await expect.poll(text).toContain('异议已提交')
})

it('what staff can’t settle says why and whose it is, and takes one objection', async () => {
  const unable = { ...declined, step: 'unable', words: '应由市供电公司负责：杆子是他们的' }
  await open(view({ state: 'unable', timeline: [...view().timeline, unable] }))
  const head = document.querySelector('[aria-label="状态"]')!.textContent
  expect(head).toContain('无法处理')
  const dots = [...document.querySelectorAll('[aria-label="状态"] .dots__step')]
  expect(dots.map(each => each.textContent?.trim())).toEqual(['上报', '受理', '无法处理'])
  expect(head).toContain('应由市供电公司负责：杆子是他们的')
  expect(text()).not.toContain('补充后重报')
  await tap('我有异议')
  expect(text()).toContain('为什么应当处理？只能提一次')
  await type('.words-form textarea', '这根杆子是街道立的')
  await submit('.words-form')
  await expect.poll(sent).toEqual([
    ['reports.object', { reportId: id, words: '这根杆子是街道立的', seen: STEP }],
  ])
  await open(view({ state: 'unable', timeline: [...view().timeline, unable, objected, unable] }))
  await expect.poll(text).not.toContain('我有异议')
})

it('a second objection is not offered, filing again is', async () => {
  await open(view({ state: 'declined', timeline: [...view().timeline, declined, objected, declined] }))
  expect(text()).not.toContain('我有异议')
  const { router } = await openPage(`/reports/${id}`, { holder: rider })
  await tap('补充后重报')
  await expect.poll(() => router.currentRoute.value.name).toBe('finish-report')
  await expect.poll(() => document.querySelector('textarea')?.value).toBe('井盖翘起')
})

const [before, after] = ['a', 'b'].map(letter => ({ hash: letter.repeat(64), thumbhash: null }))

it('no photo stands twice, and before and after are one picture', async () => {
  const timeline = [
    { ...view().timeline[0], photos: [before] },
    { step: 'resolved', at: 4_000, by: 'unit', byName: '市政', words: '换了', photos: [after] },
  ]
  await open(view({ state: 'closed', photos: [before], afterPhotos: [after], timeline }))
  expect(document.querySelectorAll('img')).toHaveLength(2)
  const slider = document.querySelector<HTMLInputElement>('input[type=range]')!
  expect(slider.getAttribute('aria-valuetext')).toContain('处理前')
  await tap('看大图（2 张）')
  expect(document.querySelector('dialog')!.textContent).toContain('1 / 2')
  await tap('关闭')
  expect(document.querySelector('dialog')!.textContent.trim()).toBe('')
})

it('points earned stand at the head and at their step; those promised say so', async () => {
  const accepted = { step: 'accepted', at: 3_000, by: 'staff', byName: null, words: null, photos: [] }
  await open(view({ state: 'accepted', points: 50, timeline: [...view().timeline, accepted] }))
  expect(text()).toContain('+50 积分 已到账')
  expect(document.querySelector('.line__step')!.textContent).toContain('+50')
  await open(view({ award: 50 }))
  expect(text()).toMatch(/受理后 \+50/)
})
