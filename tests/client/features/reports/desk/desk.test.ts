// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { isPageDirty } from '#client/sync/browser/dirty.ts'
import { saveFormPhotos } from '#client/sync/store/form-photos.ts'
import { store } from '#client/sync/store/store.ts'
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
import { REPORT_ID as id, view as reportView } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
/** What a desk's list says of a report, and what its page says of it besides. */
const brief = { ...reportView(), supporters: 2, mine: false, lastStep: undefined }
const view = (more: object = {}) => ({
  ...brief,
  timeline: [{ step: 'filed', at: 2_000, by: 'reporter', byName: '李小蜂', words: null, photos: [] }],
  desk: {
    reporter: { name: '李小蜂', phoneHint: '138****0002' },
    isOwn: false,
    reusedPhoto: true,
    afterPhotoFault: null,
    clockSkewMs: 0,
    photoFacts: [],
  },
  ...more,
})

let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff, 'reports.one': view() }), given => server = given)

it('the desk counts its lists and says in words what is overdue', async () => {
  server.answers['desk.reports'] = {
    reports: [
      {
        ...brief,
        areaId: '420103006003',
        unitName: null,
        reusedPhoto: true,
        afterPhotoFault: 'asBefore',
        isOwn: false,
      },
    ],
    counts: { todo: 1, running: 4, done: 9, overdue: 1 },
    hasMore: false,
  }
  await openPage('/desk', { holder: staff })
  await expect.poll(text).toContain('#7 安全隐患')
  expect(text()).toContain('1 件超时，已排在最前')
  expect(text()).toContain('已超时，应在')
  expect(text()).toContain('照片可能重复')
  expect(text()).toContain('处理后照片待核对')
  expect(text()).toContain('处理中4')
})

it('what was seen long before it was filed says so, in the list and above its report', async () => {
  const late = { seenAt: 1_000, filedAt: 1_000 + 8 * 86_400_000 }
  server.answers['reports.one'] = view(late)
  server.answers['desk.reports'] = {
    reports: [
      { ...brief, ...late, areaId: '420103006003', unitName: null, reusedPhoto: false, isOwn: false },
      { ...brief, id: id.replace('aaaa', 'aaab'), areaId: '420103006003', unitName: null, isOwn: false },
    ],
    counts: { todo: 2, running: 0, done: 0, overdue: 0 },
    hasMore: false,
  }
  const list = await openPage('/desk', { holder: staff })
  await expect.poll(text).toContain('拍摄后过了 8 天才上报')
  expect(text().match(/才上报/g)).toHaveLength(1)
  list.close()
  await openDesk()
  expect(document.querySelector('.desk-report__head')!.textContent)
    .toContain('拍摄后过了 8 天才上报，请核对现在还是不是这样')
})

it('staff decline with a reason; without a network it is said and the words stay', async () => {
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('井盖翘起')
  expect(text()).toContain('照片和以前的上报很像')
  expect(text()).toContain('李小蜂')
  await tap('不受理')
  await submit('.action-form')
  await expect.poll(text).toContain('请写几个字说明')
  const words = () => document.querySelector<HTMLTextAreaElement>('.action-form textarea')!
  words().value = '这是私家院内，请联系物业'
  words().dispatchEvent(new Event('input'))
  server.isDown = true
  await submit('.action-form')
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  await tap('关闭')
  await tap('不受理')
  expect(words().value).toBe('这是私家院内，请联系物业')

  server.isDown = false
  server.answers['reports.one'] = view({ state: 'declined' })
  await submit('.action-form')
  await expect
    .poll(() => server.commands.map(({ name, input }) => ({ name, input })))
    .toEqual([
      { name: 'reports.move', input: { reportId: id, to: 'declined', words: '这是私家院内，请联系物业' } },
    ])
  await expect.poll(text).toContain('现在没有要办的')
})

const words = () => document.querySelector<HTMLTextAreaElement>('.action-form textarea')!.value
async function openDesk(reportId = id) {
  const page = await openPage(`/desk/${reportId}`, { holder: staff })
  await expect.poll(text).toContain('井盖翘起')
  return page
}

it('what was written for a decision survives a reload, for that report and decision alone', async () => {
  const before = await openDesk()
  await tap('不受理')
  await type('.action-form textarea', '这是私家院内')
  await settled()
  before.close()
  const after = await openDesk()
  await tap('不受理')
  expect(words()).toBe('这是私家院内')
  await tap('关闭')
  await tap('追问')
  expect(words()).toBe('')
  after.close()
  await openDesk('01900000-0000-7000-8000-00000000dddd')
  await tap('不受理')
  expect(words()).toBe('')
})

it('an accepted decision leaves no draft behind, and a sheet only opened saves nothing', async () => {
  await openDesk()
  await tap('追问')
  await tap('关闭')
  expect(isPageDirty()).toBe(false)
  await tap('不受理')
  await type('.action-form textarea', '这是私家院内')
  await settled()
  expect(isPageDirty()).toBe(true)
  expect(savedTexts()).toBe(1)
  await submit('.action-form')
  await expect.poll(() => server.commands.length).toBe(1)
  await expect.poll(savedTexts).toBe(0)
  expect(isPageDirty()).toBe(false)
})

it('picked after-photos are there after the app was killed, and are sent with the note', async () => {
  const unit = me('unit')
  const photo = { hash: 'a'.repeat(64), bytes: new Uint8Array([1, 2, 3]).buffer }
  server.answers['identity.me'] = unit
  server.answers['reports.one'] = view({ state: 'working' })
  await saveFormPhotos(`${unit.accountId}/desk-${id}`, [photo])
  await openPage(`/desk/${id}`, { holder: unit })
  await expect.poll(text).toContain('提交处理结果')
  await tap('提交处理结果')
  await expect.poll(() => document.querySelectorAll('.pick-photos img').length).toBe(1)
  await type('.action-form textarea', '已经补好')
  await submit('.action-form')
  await expect
    .poll(() => server.commands)
    .toMatchObject([
      { name: 'reports.resolve', input: { reportId: id, words: '已经补好', photos: [photo.hash] } },
    ])
  await expect.poll(async () => (await store()).count('picked')).toBe(0)
  expect(savedTexts()).toBe(0)
})

it('a no from the server is told in words', async () => {
  server.decide = () => ({
    status: 'refused',
    refusal: { code: 'reports.moveNotAllowed', from: 'declined', to: 'accepted' },
  })
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('受理')
  await tap('受理')
  await expect.poll(text).toContain('现在是“未受理”，不能改为“已受理”。')
})

const STEP = '01900000-0000-7000-8000-00000000ee01'
const LATER = '01900000-0000-7000-8000-00000000ee02'

it('a decision names the last step that was on the screen when its form was opened', async () => {
  server.answers['reports.one'] = view({ lastStep: STEP })
  await openDesk()
  await tap('受理')
  await expect.poll(() => server.commands.length).toBe(1)

  await tap('不受理')
  await type('.action-form textarea', '这是私家院内')
  server.answers['reports.one'] = view({ lastStep: LATER, text: '井盖翘起，有人受伤' })
  server.decide = () => ({
    status: 'refused',
    refusal: { code: 'reports.changedMeanwhile', by: 'reporter', step: 'amended' },
  })
  await submit('.action-form')
  await expect.poll(text).toContain('上报人刚做了“修改了内容”，没有提交。请看过最新情况，再决定一次。')
  await expect.poll(text).toContain('井盖翘起，有人受伤')
  // The form has made room for what changed; its words stay.
  await expect.poll(() => document.querySelector('.van-popup:not([style*="display: none"])')).toBe(null)
  await tap('不受理')
  await expect.poll(words).toBe('这是私家院内')
  await submit('.action-form')
  await expect
    .poll(() => server.commands.map(({ input }) => input))
    .toEqual([
      { reportId: id, to: 'accepted', seen: STEP },
      { reportId: id, to: 'declined', words: '这是私家院内', seen: STEP },
      { reportId: id, to: 'declined', words: '这是私家院内', seen: LATER },
    ])
})

it('what staff filed for somebody was registered then: nobody took a photo at a time', async () => {
  server.answers['reports.one'] = view({ timeline: [{ ...view().timeline[0], by: 'staff' }] })
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('登记时间')
  expect(text()).not.toContain('拍摄时间')
})

it('one’s own report has no buttons, and a sentence why', async () => {
  server.answers['reports.one'] = view({ desk: { ...view().desk, isOwn: true } })
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('这是你自己上报或拍照的，要由别的同事处理')
  expect(document.querySelectorAll('.acts__act')).toHaveLength(0)
})

it('a unit is chosen among those of the area, another report among those nearby', async () => {
  const unit = { id: '01900000-0000-7000-8000-00000000bbbb', name: '江汉区市政维护队', hasPeople: true }
  const empty = { id: '01900000-0000-7000-8000-00000000bbb0', name: '江汉区供电队', hasPeople: false }
  const other = {
    ...brief,
    id: '01900000-0000-7000-8000-00000000cccc',
    number: 5,
    distanceM: 25,
    place: null,
    mine: false,
    supported: false,
  }
  server.answers = {
    ...server.answers,
    'reports.one': view({ state: 'accepted' }),
    'desk.units': [empty, unit],
    'reports.nearby': [other, { ...other, id, number: 7 }],
    'desk.reports': { reports: [], counts: { todo: 0, running: 0, done: 0, overdue: 0 }, hasMore: false },
  }
  await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('派单')
  await tap('并案')
  await expect.poll(text).toContain('#5 井盖翘起')
  expect(text()).toContain('相距约 25 米')
  expect(document.querySelectorAll('.choices input')).toHaveLength(1)
  await tap('关闭')
  await tap('派单')
  await expect.poll(text).toContain('江汉区市政维护队')
  expect(text()).toContain('江汉区供电队现在没有人员，不能派单')
  const [first, second] = document.querySelectorAll<HTMLInputElement>('.choices input')
  expect([first!.disabled, second!.disabled]).toEqual([true, false])
  second!.click()
  await settled()
  await submit('.action-form')
  await expect
    .poll(() => server.commands.map(({ input }) => input))
    .toEqual([{ reportId: id, to: 'assigned', unitId: unit.id }])
})

const step = (name: string, at: number, words: string, byName: string | null = null) =>
  ({ step: name, at, by: 'staff', byName, words, photos: [] })

it('an objection shows who declined and why, and whoever did so is told to leave it to others', async () => {
  const timeline = [
    ...view().timeline,
    step('declined', 3_000, '看不清', '社区小赵'),
    step('objected', 4_000, '井盖真的松了'),
  ]
  server.answers['reports.one'] = view({ timeline })
  const { close } = await openDesk()
  const objection = () => document.querySelector('.objection')?.textContent
  await expect.poll(objection).toMatch(/社区小赵.*不受理.*看不清.*井盖真的松了/)
  await tap('不受理')
  close()

  server.answers['reports.one'] = view({ timeline, desk: { ...view().desk, awaitsOther: true } })
  await openDesk()
  await expect.poll(text).toContain('这条是你不受理的，要由别的同事复核')
  const offered = [...document.querySelectorAll('.acts__act')]
  expect(offered.map(each => each.textContent?.trim())).toEqual(['追问', '我来办', '交给同事', '更正信息', '转派辖区', '写备注'])
})

it('a mended pair that everybody sees is taken down with a reason, and shown again', async () => {
  server.answers['reports.one'] = view({ state: 'closed', desk: { ...view().desk, pair: 'shown' } })
  await openDesk()
  expect(text()).toContain('现在没有要办的')
  await tap('撤下前后对比')
  await submit('.action-form')
  await expect.poll(text).toContain('请写几个字说明')
  await type('.action-form textarea', '看得清车牌')
  server.answers['reports.one'] = view({ state: 'closed', desk: { ...view().desk, pair: 'hidden' } })
  await submit('.action-form')
  await tap('恢复前后对比')
  await expect.poll(() => server.commands.map(({ name, input }) => [name, input])).toEqual([
    ['reports.hidePair', { reportId: id, reason: '看得清车牌' }],
    ['reports.showPair', { reportId: id }],
  ])
})

it('staff write an internal note, also when nothing is left to do, and it stands set apart', async () => {
  server.answers['reports.one'] = view({ state: 'closed', lastStep: STEP })
  await openDesk()
  expect(text()).toContain('现在没有要办的')
  await tap('写备注')
  expect(text()).toContain('内部备注（上报人和处置单位看不到）')
  await submit('.action-form')
  await expect.poll(text).toContain('请写几个字说明')
  await type('.action-form textarea', '物业说下周换新')
  const timeline = [...view().timeline, step('noted', 3_000, '物业说下周换新', '社区小赵')]
  server.answers['reports.one'] = view({ state: 'closed', timeline })
  await submit('.action-form')
  await expect
    .poll(() => server.commands.map(({ name, input }) => [name, input]))
    .toEqual([['reports.note', { reportId: id, words: '物业说下周换新' }]])
  await expect
    .poll(() => document.querySelector('.desk-timeline__note')?.textContent)
    .toMatch(/内部备注.*物业说下周换新.*社区小赵/)
  expect(document.querySelectorAll('.desk-timeline__note')).toHaveLength(1)
})

it('staff search, find and go back to what they had found; a unit has no such field', async () => {
  const row = { ...brief, areaId: '420103006003', unitName: null, reusedPhoto: false, isOwn: false, rank: 7 }
  const lists = { reports: [], counts: { todo: 3, running: 0, done: 0, overdue: 0 }, hasMore: false, asOf: 0 }
  server.answers['desk.reports'] = lists
  server.answers['desk.search'] = { reports: [row], hasMore: false }
  const page = await openPage('/desk', { holder: staff })
  await expect.poll(text).toContain('没有待办')
  await type('[role=search] input', ' 0002 ')
  await submit('[role=search]')
  await expect.poll(text).toContain('#7 安全隐患')
  expect(text()).not.toContain('待办')
  expect(page.router.currentRoute.value.fullPath).toBe('/desk')

  server.answers['desk.search'] = { reports: [], hasMore: false }
  await type('[role=search] input', '井盖')
  await submit('[role=search]')
  await expect.poll(text).toContain('没有这样的上报')
  await type('[role=search] input', '')
  await expect.poll(text).toContain('没有待办')
  page.close()

  server.answers['identity.me'] = me('unit')
  await openPage('/desk', { holder: me('unit') })
  await expect.poll(text).toContain('没有待办')
  expect(document.querySelector('[role=search]')).toBe(null)
})

it('staff who can’t settle it say why and whose it is; after an objection they see both', async () => {
  server.answers['reports.one'] = view({ state: 'accepted', lastStep: STEP })
  await openDesk()
  await tap('无法处理')
  await type('.action-form textarea', '杆子不归街道')
  await submit('.action-form')
  await expect.poll(text).toContain('请写清该由谁负责')
  await type('.action-form input', '市供电公司')
  const unable = step('unable', 3_000, '应由市供电公司负责：杆子不归街道', '社区小赵')
  const timeline = [...view().timeline, unable, step('objected', 4_000, '是街道立的')]
  const desk = { ...view().desk, awaitsOther: true }
  server.answers['reports.one'] = view({ state: 'accepted', timeline, desk })
  await submit('.action-form')
  await expect.poll(() => server.commands.map(({ input }) => input)).toEqual([
    { reportId: id, to: 'unable', words: '杆子不归街道', responsible: '市供电公司', seen: STEP },
  ])
  await expect.poll(() => document.querySelector('.objection')?.textContent)
    .toMatch(/社区小赵.*无法处理.*应由市供电公司负责.*是街道立的/)
  const offered = [...document.querySelectorAll('.acts__act')]
  expect(offered.map(each => each.textContent?.trim())).toEqual([
    '派单',
    '提交处理结果',
    '排期',
    '追问',
    '我来办',
    '交给同事',
    '更正信息',
    '转派辖区',
    '写备注',
    '并案',
  ])
})
