import { commandOf, problemIn } from '#client/app/forms/check-input.ts'
import { suspensionForm } from '#client/features/stations/desk/suspending.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const now = Date.parse('2026-11-25T04:00:00Z')
const fields = { phone: '13800000001', until: '2026-11-30', words: '在站内抽烟' }

beforeEach(() => void vi.setSystemTime(now))
afterEach(() => void vi.useRealTimers())

it.each([
  [{ phone: '1380000' }, '11 位手机号'],
  [{ until: '' }, '请选择截止日期'],
  [{ until: '2026-11-24' }, '截止日期已过'],
  [{ words: ' ' }, '请写明原因'],
])('nobody is suspended with %o', (changes, words) => {
  expect(problemIn(suspensionForm, { ...fields, ...changes })).toContain(words)
})

it('a suspension lasts to the end of its day in Shanghai, today too', () => {
  expect(problemIn(suspensionForm, { ...fields, until: '2026-11-25' })).toBeUndefined()
  const { input } = commandOf(suspensionForm, { ...fields, phone: ' 13800000001 ', words: ' 在站内抽烟 ' })
  expect(input).toEqual({
    phone: '13800000001',
    until: Date.parse('2026-12-01T00:00:00+08:00'),
    words: '在站内抽烟',
  })
})
