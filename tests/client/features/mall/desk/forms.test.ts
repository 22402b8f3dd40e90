import type { ItemFields } from '#client/features/mall/desk/listing.ts'
import { commandOf, problemIn } from '#client/app/forms/check-input.ts'
import { emptyItem, itemForm } from '#client/features/mall/desk/listing.ts'
import { FROM_OUTSIDE, moveForm } from '#client/features/mall/desk/moving.ts'
import { correctionForm } from '#client/features/points/desk/correcting.ts'
import { sumsOf, whyHidden } from '#shared/mall/book.ts'
import { ListItem } from '#shared/mall/schemas.ts'
import { parse } from 'valibot'
import { expect, it } from 'vitest'

const stationId = crypto.randomUUID()
const umbrella = (changes: Partial<ItemFields> = {}): ItemFields => ({
  ...emptyItem(),
  name: '折叠伞',
  category: 'riding',
  price: '35',
  stations: [stationId],
  ...changes,
})

it.each<[Partial<ItemFields>, string]>([
  [{ name: ' ' }, '请填名称'],
  [{ category: null }, '请选择分类'],
  [{ price: '0' }, '请填价格'],
  [{ price: '50001' }, '请填价格'],
  [{ perPerson: '0' }, '每人限兑'],
  [{ from: '2026-12-02', to: '2026-12-01' }, '开始日期在结束之后'],
  [{ donorWords: '谢谢' }, '请也填捐赠方'],
  [{ stations: [] }, '至少一个驿站'],
])('an item with %o is not sent', (changes, words) => {
  expect(problemIn(itemForm, umbrella(changes))).toContain(words)
})

it('a filled-in item is what the server takes, with nothing where nothing was typed', () => {
  expect(problemIn(itemForm, umbrella())).toBeUndefined()
  expect(problemIn(itemForm, umbrella({ stations: [], isListed: false }))).toBeUndefined()
  const bare = commandOf(itemForm, umbrella()).input
  expect(parse(ListItem, bare)).toEqual(bare)
  expect(Object.keys(bare!)).not.toContain('donor')
  const whole = commandOf(
    itemForm,
    umbrella({
      perPerson: '2',
      from: '2026-12-01',
      to: '2026-12-31',
      donorName: ' 骑行社 ',
      donorWords: '平安',
    }),
  ).input
  expect(parse(ListItem, whole)).toMatchObject({
    perPerson: 2,
    from: '2026-12-01',
    to: '2026-12-31',
    donor: { name: '骑行社', words: '平安' },
    price: 35,
  })
})

it('a meal is in the category of meals, whatever was chosen before', () => {
  expect(commandOf(itemForm, umbrella({ kind: 'meal', category: 'meal' })).input?.category).toBe('meal')
})

it('only what is free can be moved, and nowhere but elsewhere', () => {
  let item = { itemId: crypto.randomUUID(), stock: [{ stationId, onHand: 5, reserved: 2, handedOver: 0 }] }
  const form = moveForm(() => item)
  const [moveId, to] = [crypto.randomUUID(), crypto.randomUUID()]
  const move = { moveId, from: stationId, to, count: '3', words: '' }
  expect(problemIn(form, move)).toBeUndefined()
  expect(problemIn(form, { ...move, count: '4' })).toContain('可调 3 件')
  expect(problemIn(form, { ...move, count: '４' })).toContain('可调 3 件')
  expect(problemIn(form, { ...move, to: stationId })).toContain('同一个驿站')
  expect(problemIn(form, { ...move, count: '' })).toBe('请填件数')
  expect(problemIn(form, { ...move, from: FROM_OUTSIDE, count: '400' })).toBeUndefined()
  item = { ...item, stock: [{ stationId, onHand: 9, reserved: 2, handedOver: 0 }] } // Meanwhile four arrived.
  expect(problemIn(form, { ...move, count: '7' })).toBeUndefined()
})

it('a correction needs a phone, an amount and words; to take points is a negative amount', () => {
  const correction = {
    correctionId: crypto.randomUUID(),
    phone: '13800000001',
    sign: 'minus' as const,
    amount: '20',
    words: '误记',
  }
  expect(problemIn(correctionForm, correction)).toBeUndefined()
  expect(commandOf(correctionForm, correction).input?.amount).toBe(-20)
  expect(problemIn(correctionForm, { ...correction, phone: '1380000' })).toContain('11 位')
  expect(problemIn(correctionForm, { ...correction, amount: '0' })).toContain('请填分值')
  expect(problemIn(correctionForm, { ...correction, words: ' ' })).toContain('原因')
})

it('the book says why nobody sees an item', () => {
  const item = { isListed: true, stations: [stationId] }
  expect(whyHidden(item, '2026-11-23')).toBeUndefined()
  expect(whyHidden({ ...item, isListed: false }, '2026-11-23')).toBe('未上架')
  expect(whyHidden({ ...item, from: '2026-12-01' }, '2026-11-23')).toBe('2026-12-01 开始')
  expect(whyHidden({ ...item, to: '2026-11-01' }, '2026-11-23')).toBe('2026-11-01 已结束')
  expect(whyHidden({ ...item, stations: [] }, '2026-11-23')).toBe('没有选驿站')
  expect(
    sumsOf({
      stock: [
        { stationId, onHand: 5, reserved: 2, handedOver: 7 },
        { stationId: '', onHand: 1, reserved: 0, handedOver: 1 },
      ],
    }),
  ).toEqual({ onHand: 6, reserved: 2, handedOver: 8 })
})
