import type { DeskAction } from '#client/features/reports/desk/desk-actions.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import { problemIn } from '#client/app/forms/check-input.ts'
import { actionsFor, emptyForms } from '#client/features/reports/desk/desk-actions.ts'
import { flagsOf } from '#client/features/reports/desk/desk-flags.ts'
import { deskForm } from '#client/features/reports/desk/desk-form.ts'
import { CLOCK_DOUBTFUL_MS, moves } from '#shared/reports/rules.ts'
import { describe, expect, it } from 'vitest'

const desk = (isOwn: boolean) => ({
  isOwn,
  reporter: null,
  reusedPhoto: false,
  afterPhotoFault: null,
  clockSkewMs: 0,
  photoFacts: [],
})
const report = (state: ReportState, more: { asked?: boolean, isOwn?: boolean } = {}) => ({
  state,
  asked: more.asked ?? false,
  desk: desk(more.isOwn ?? false),
})
const labelsFor = (...given: Parameters<typeof actionsFor>) => actionsFor(...given).map(({ label }) => label)

describe('the desk draws its buttons from the table of moves', () => {
  it.each([
    ['staff', 'filed', ['受理', '追问', '我来办', '交给同事', '更正信息', '转派辖区', '写备注', '并案', '不受理']],
    ['staff', 'accepted', [
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
      '无法处理',
    ]],
    ['staff', 'assigned', ['改派', '更正信息', '写备注']],
    ['staff', 'working', ['更正信息', '写备注']],
    ['staff', 'merged', ['写备注', '撤销并案']],
    ['staff', 'closed', ['写备注']],
    ['unit', 'filed', []],
    ['unit', 'assigned', ['接单', '提交处理结果', '排期', '退回']],
    ['unit', 'working', ['提交处理结果', '排期', '退回']],
    ['unit', 'resolved', []],
  ] as const)('%s, %s', (part, state, labels) => {
    expect(labelsFor(report(state), part)).toEqual(labels)
  })

  it('every move of staff and units has a button', () => {
    for (const { from, to, by } of moves.filter(({ by }) => by === 'staff' || by === 'unit')) {
      for (const state of from) {
        expect(
          actionsFor(report(state), by as 'staff' | 'unit').map(action => action.to),
          `${by}: ${state} → ${to}`,
        ).toContain(to)
      }
    }
  })

  it('nobody has a button on their own report', () => {
    expect(actionsFor(report('filed', { isOwn: true }), 'staff')).toEqual([])
  })

  it('a plan is moved by its own name, and nobody takes on what they have', () => {
    expect(labelsFor({ ...report('working'), plannedOn: '2026-12-03' }, 'unit')).toContain('改期')
    const mine = { ...report('accepted'), desk: { ...desk(false), clerk: { id: 'me', name: '小赵' } } }
    expect(labelsFor(mine, 'staff', 'me')).not.toContain('我来办')
    expect(labelsFor(mine, 'staff', 'other')).toContain('我来办')
  })

  it('a second question waits for the answer to the first', () => {
    expect(labelsFor(report('filed', { asked: true }), 'staff')).not.toContain('追问')
  })
})

it('what is missing is said before anything is sent', () => {
  const action = (part: 'staff' | 'unit', state: ReportState, to: string) =>
    actionsFor(report(state), part).find(each => each.to === to)!
  const missingFrom = (chosen: DeskAction, words = '  ') =>
    problemIn(
      deskForm(crypto.randomUUID(), () => chosen),
      { ...emptyForms(), [chosen.to]: { ...emptyForms()[chosen.to], words } },
    )
  expect(missingFrom(action('staff', 'filed', 'accepted'))).toBeUndefined()
  expect(missingFrom(action('staff', 'filed', 'declined'))).toBe('请写几个字说明')
  expect(missingFrom(action('staff', 'filed', 'filed'))).toBe('请选择所属社区')
  expect(missingFrom(action('staff', 'filed', 'merged'))).toBe('请选择并入哪一条')
  expect(missingFrom(action('staff', 'accepted', 'unable'), '不归街道')).toBe('请写清该由谁负责')
  expect(missingFrom(action('staff', 'accepted', 'assigned'))).toBe('请选择处置单位')
  expect(missingFrom(action('unit', 'assigned', 'accepted'))).toBe('请写几个字说明')
  expect(missingFrom(action('staff', 'accepted', 'planned'), '等配件')).toBe('请选哪一天办')
  expect(missingFrom(action('staff', 'filed', 'handedOver'))).toBe('请选择交给谁')
  expect(missingFrom(action('unit', 'working', 'resolved'), '补好了')).toBe('请附上处理后的照片')
})

it('a reused photo, a wrong clock and a photo from elsewhere are pointed out', () => {
  const place = { latitude: 30.6, longitude: 114.27 }
  const seenAt = Date.parse('2026-11-23T02:00:00Z')
  const facts = {
    ...desk(false),
    reusedPhoto: true,
    clockSkewMs: -20 * 60_000,
    photoFacts: [
      { hash: 'a', takenAt: seenAt - 3 * 86_400_000, place: { latitude: 30.61, longitude: 114.27 } },
    ],
  }
  expect(flagsOf({ desk: facts, place, seenAt })).toEqual([
    '照片和以前的上报很像，请核对是不是旧照片',
    '手机时钟差 20 分钟，上报时间已校正',
    '照片 1 的拍摄点离上报位置 1112 米',
    expect.stringContaining('和上报的时间差 3 天'),
  ])
  expect(flagsOf({ desk: { ...desk(false), clockSkewMs: CLOCK_DOUBTFUL_MS }, place, seenAt })).toEqual([
    '手机时钟改动过或差得太远，拍摄时间是推算的，请核对',
  ])
  expect(flagsOf({ desk: desk(false), place, seenAt })).toEqual([])
  expect(flagsOf({ desk: { ...desk(false), afterPhotoFault: 'asBefore' }, place, seenAt })).toEqual([
    '处理后的照片和处理前的几乎一样，请核对是不是真的处理了',
  ])
  expect(flagsOf({ desk: { ...desk(false), afterPhotoFault: 'usedBefore' }, place, seenAt })).toEqual([
    '处理后的照片以前用过，请核对是不是这次拍的',
  ])
})
