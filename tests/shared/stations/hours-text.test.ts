import { weekIn, weekText } from '#shared/stations/hours-text.ts'
import { Week } from '#shared/stations/schemas.ts'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'

const NINE_TO_SIX = [540, 1080]
const week = (...[work, saturday, sunday]: (number[] | null)[]) =>
  [...Array.from({ length: 5 }, () => work), saturday, sunday]

it.each([
  ['每天 09:00–18:00', week(NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX)],
  ['09:00-18:00', week(NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX)],
  ['周一至周五 09:00–18:00；周六至周日 不开放', week(NINE_TO_SIX, null, null)],
  ['周一到五：9:00～18:00', week(NINE_TO_SIX, null, null)],
  ['工作日 9:00-12:00、14:00-18:00；周末 休息', week([540, 720, 840, 1080], null, null)],
  ['周一、周二、周三、周四、周五 09:00－18:00；周六 10:00至16:00；星期天 全天', week(
    NINE_TO_SIX,
    [600, 960],
    [0, 1440],
  )],
  ['周日至周四 09:00–18:00', [NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, null, null, NINE_TO_SIX]],
  ['周五至周一 09:00–18:00', [NINE_TO_SIX, null, null, null, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX]],
  ['每天 18:00–次日02:00', week([1080, 1560], [1080, 1560], [1080, 1560])],
  ['每天 18:00-02:00', week([1080, 1560], [1080, 1560], [1080, 1560])],
  ['每天 18:00-00:00', week([1080, 1440], [1080, 1440], [1080, 1440])],
  ['24 小时', week([0, 1440], [0, 1440], [0, 1440])],
])('%s is read as people mean it', (text, meant) => {
  expect(weekIn(text)).toEqual(meant)
  expect(v.is(Week, weekIn(text))).toBe(true)
})

it.each(['', '随时', '周八 09:00-18:00', '周一 9点到6点', '周一 09:00-18:00；周一 休息', '每天 09:75-18:00'])(
  '“%s” is not guessed at',
  (text) => {
    expect(weekIn(text)).toBeUndefined()
  },
)

it.each(['每天 25:00-26:00', '每天 12:00-13:00、12:30-14:00', '每天 09:00-09:00'])(
  '“%s” can be read, and is no day\'s hours',
  (text) => {
    expect(v.is(Week, weekIn(text))).toBe(false)
  },
)

it('every week that can be stored is read back as it was written', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 8 })
    .filter(({ length }) => length % 2 === 0)
    .map(minutes => minutes.toSorted((a, b) => a - b))
  const day = fc.oneof(fc.constant(null), fc.constant([0, 1440]), fc.constant([1080, 1560]), times)
  fc.assert(fc.property(fc.array(day, { minLength: 7, maxLength: 7 }), (days) => {
    expect(v.is(Week, days)).toBe(true)
    expect(weekIn(weekText(days))).toEqual(days)
  }))
})
