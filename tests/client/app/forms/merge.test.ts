import { changedText, mergeFields } from '#client/app/forms/merge.ts'
import { expect, it } from 'vitest'

const closed = (day: string) => ({ day, words: '', isClosed: true })

it('what was not touched follows the latest version, what was typed stays', () => {
  const begun = { price: '50', words: '纯棉', isListed: true }
  expect(mergeFields({ ...begun, words: '纯棉，两条' }, begun, { price: '500', words: '纯棉', isListed: false }))
    .toEqual({
      fields: { price: '500', words: '纯棉，两条', isListed: false },
      changed: ['price', 'isListed'],
    })
})

it('rows that others added or took away join those that were added and taken away here', () => {
  const merge = (typed: unknown[], begun: unknown[], latest: unknown[]) =>
    mergeFields({ rows: typed }, { rows: begun }, { rows: latest }).fields.rows
  expect(merge(['a', 'c'], ['a', 'b'], ['a', 'b', 'd'])).toEqual(['a', 'd', 'c'])
  expect(merge(['a', 'b', 'c'], ['a', 'b'], ['b'])).toEqual(['b', 'c'])
  expect(merge([closed('2026-12-25')], [], [closed('2026-12-24')]))
    .toEqual([closed('2026-12-24'), closed('2026-12-25')])
  const week = (from: string) => ({ isClosed: false, from, until: '18:00' })
  expect(merge([week('8'), week('9')], [week('9'), week('9')], [week('9'), week('10')]))
    .toEqual([week('8'), week('10')])
})

it('says what others changed, and both texts where both did', () => {
  const names = { price: '价格', words: '说明', stations: '驿站' }
  const begun = { price: '50', words: '', stations: ['a'], seen: 1 }
  const typed = { ...begun, price: '80' }
  const latest = { price: '500', words: '新', stations: ['b'], seen: 2 }
  expect(changedText(mergeFields(typed, begun, latest), latest, names)).toBe(
    '这期间有人改过：价格现在是“500”，你写的是“80”；说明改成了“新”；驿站。你写的都还在，请核对后再提交。',
  )
  expect(changedText(mergeFields(typed, begun, { ...begun, seen: 2 }), begun, names)).toBeUndefined()
})
