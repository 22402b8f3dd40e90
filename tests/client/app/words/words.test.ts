import type { Refusal } from '#shared/refusal.ts'
import { ago, clock, day, lasting, refusalText } from '#client/app/words/index.ts'
import { noticeText } from '#client/features/notices/notice-text.ts'
import { noticeKinds } from '#shared/notices/schemas.ts'
import { beforeAll, expect, it } from 'vitest'
import { registerAll } from '../../../support/client/features.ts'

const NOON = Date.parse('2026-11-23T04:00:00Z') // Twelve o'clock in Shanghai.
const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeAll(registerAll)

it.each([
  [0, '刚刚'],
  [-5 * MINUTE, '刚刚'],
  [5 * MINUTE, '5 分钟前'],
  [59 * MINUTE, '59 分钟前'],
  [3 * HOUR, '3 小时前'],
  [13 * HOUR, '昨天 23:00'],
  [24 * HOUR * 3, '11月20日 12:00'],
])('what happened %i ms ago is said as %s', (passed, words) => {
  expect(ago(NOON - passed, NOON)).toBe(words)
})

it('how long something lasts is said in its largest unit', () => {
  expect([0, 40 * MINUTE, 10 * HOUR, 47 * HOUR].map(lasting)).toEqual([
    '1 分钟',
    '40 分钟',
    '10 小时',
    '1 天',
  ])
})

it('midnight in Shanghai begins a new day, whatever the phone\'s own zone', () => {
  expect(clock(Date.parse('2026-11-22T16:00:00Z'), NOON)).toBe('00:00')
  expect(clock(Date.parse('2026-11-22T15:59:00Z'), NOON)).toBe('昨天 23:59')
  expect(clock(Date.parse('2026-11-24T04:00:00Z'), NOON)).toBe('明天 12:00')
  expect(clock(Date.parse('2025-01-02T04:00:00Z'), NOON)).toBe('2025年1月2日')
})

it.each<[Refusal, string]>([
  [{ code: 'reports.placeMissing' }, '缺少地点，请选一个位置或社区。'],
  [{ code: 'reports.moveNotAllowed', from: 'filed', to: 'closed' }, '现在是“待受理”，不能改为“已办结”。'],
  [{ code: 'reports.tooLateToChange', state: 'accepted' }, '已经是“已受理”，不能再改。'],
  [{ code: 'points.capped', cap: 'reports.lead', max: 300 }, '随手拍今天的积分到上限了（300 分）。'],
  [{ code: 'mall.soldOut', free: 0, stationName: '花楼驿站', stationId: 's' }, '这个驿站已经兑完，没有扣你的积分。最近的花楼驿站还有。'],
  [{ code: 'mall.soldOut', free: 2 }, '这个驿站只剩 2 件，没有扣你的积分。别的驿站也没有了。'],
  [{ code: 'points.notEnough', price: 80, available: 30 }, '积分不够：要 80，现在可用 30。攒够了再兑。'],
  [{ code: 'mall.orderClosed', state: 'handedOver' }, '这次兑换已领取，不能再改。'],
])('the refusal %o says why', (refusal, words) => {
  expect(refusalText(refusal)).toBe(words)
})

it.each([
  [['text: Invalid length: Expected <=500 but received 501'], '说明填写有误，请修改后再提交。'],
  [['place.accuracy: Invalid value', 'photos: Invalid length', 'photos.0: x'], '位置、照片填写有误，请修改后再提交。'],
  [['donor.name: Invalid length'], '捐赠方填写有误，请修改后再提交。'],
  [['reportId: Invalid UUID'], '内容填写有误，请修改后再提交。'],
  [['unknown command'], '内容填写有误，请修改后再提交。'],
  [['constructor: x', '__proto__.a: x', '<b>text</b>: x', ': whole'], '内容填写有误，请修改后再提交。'],
])('what the schema did not take is named: %j', (issues, words) => {
  expect(refusalText({ code: 'malformed', issues })).toBe(words)
})

it('a photo that was refused has its own sentence', () => {
  expect(refusalText({ code: 'photo.video' })).toBe('这是视频，请选择照片。')
})

it('a refusal newer than the app still gets a sentence', () => {
  expect(refusalText({ code: 'mall.notYetInvented' } as never)).toContain('更新小蜜蜂')
})

it.each(noticeKinds)('a notice of the kind %s speaks Chinese and leaves nothing blank', (kind) => {
  const words = noticeText({ kind, number: 1203, words: '已清理', points: 50 })
  expect(words).toMatch(/\p{Script=Han}/u)
  expect(words).not.toMatch(/undefined|null|NaN/)
})

it('a day is said as one would say it', () => {
  expect(day('2026-11-23', NOON)).toBe('今天')
  expect(day('2026-11-24', NOON)).toBe('明天')
  expect(day('2026-11-30', NOON)).toBe('11月30日 周一')
  expect(day('2027-01-02', NOON)).toBe('2027年1月2日')
})

it('a notice names the report and the points', () => {
  expect(noticeText({ kind: 'points.awarded', number: 1203, words: null, points: 50 })).toBe(
    '+50 积分 · #1203',
  )
  expect(noticeText({ kind: 'points.awarded', number: 1203, words: null, points: 50 }, '护栏倒了')).toBe(
    '+50 积分 · 护栏倒了',
  )
})
