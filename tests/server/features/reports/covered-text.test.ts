import { coveredText } from '#server/features/reports/published/covered-text.ts'
import { expect, it } from 'vitest'

const COVERED = '［已隐去］'
it.each([
  '13800001234',
  '138 0000 1234',
  '138-0000-1234',
  '138–0000–1234',
  '138·0000·1234',
  '138.0000.1234',
  '138_0000_1234',
  '138/0000/1234',
  '138*0000*1234',
  '138 - 0000 - 1234',
  '(138)00001234',
  '１３８００００１２３４',
  '①③⑧⓪⓪⓪⓪①②③④',
  '1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣',
  '一三八零零零零一二三四',
  '幺三八〇〇〇〇幺二三四',
  '+86 138 0000 1234',
  'wang.wu+1@example.com',
  'wang@mail.example.com',
  '鄂A·12345',
  '鄂A 12345',
  '鄂 A-12345',
  '鄂A1234学',
  '鄂AD12345',
])('covers %s', (named) => {
  expect(coveredText(`找王师傅：${named}，谢谢`)).toMatch(new RegExp(`^找王师傅：\\(?${COVERED}[\\uFE0F\\u20E3]*，谢谢$`))
})

it.each([
  '3号楼2单元101、102、103室门口',
  '11月23日10:30，二〇二六年',
  '井盖松动，深40厘米，在123456号杆旁',
  '青山区A座一二三楼',
])('leaves %s', text => expect(coveredText(text)).toBe(text))

it('reads a long text in one go, whatever is in it', () => {
  for (const piece of ['a', 'a.', '1 ', '1 1 1 1 1 1 甲', '鄂A', 'a@', '@a'])
    expect(coveredText(piece.repeat(100_000)).length).toBeGreaterThan(0)
})
