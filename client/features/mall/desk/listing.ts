import type { CommandInput } from '#shared/commands.ts'
import type { ItemCategory, ItemKind } from '#shared/mall/rules.ts'
import type { BookItem } from './book.ts'
import { ITEM_PRICE_MAX } from '#shared/mall/rules.ts'
import { uuidv7 } from 'uuidv7'

/** An item as its form holds it: numbers and days as they were typed. The photo's bytes are beside it. */
export interface ItemFields {
  itemId: string
  kind: ItemKind
  category: ItemCategory | null
  name: string
  words: string
  photo: string | null
  price: string
  perPerson: string
  from: string
  to: string
  donorName: string
  donorWords: string
  stations: string[]
  isListed: boolean
}

export const emptyItem = (): ItemFields => ({
  itemId: uuidv7(),
  kind: 'goods',
  category: null,
  name: '',
  words: '',
  photo: null,
  price: '',
  perPerson: '',
  from: '',
  to: '',
  donorName: '',
  donorWords: '',
  stations: [],
  isListed: true,
})

/** The form of an item that is in the book. */
export const fieldsOf = ({
  itemId,
  kind,
  category,
  name,
  words,
  photo,
  price,
  perPerson,
  from,
  to,
  donor,
  stations,
  isListed,
}: BookItem): ItemFields => ({
  itemId,
  kind,
  category,
  name,
  words,
  photo: photo?.hash ?? null,
  price: String(price),
  perPerson: perPerson === undefined ? '' : String(perPerson),
  from: from ?? '',
  to: to ?? '',
  donorName: donor?.name ?? '',
  donorWords: donor?.words ?? '',
  stations: [...stations],
  isListed,
})

const isWhole = (typed: string, most: number) =>
  /^\d{1,6}$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= most
const PER_PERSON_MAX = 1000

/** What still has to be filled in or is wrong, as a sentence; undefined when nothing. */
export function missingFrom({
  category,
  name,
  price,
  perPerson,
  from,
  to,
  donorName,
  donorWords,
  stations,
  isListed,
}: ItemFields): string | undefined {
  if (name.trim() === '') return '请填名称。'
  if (category === null) return '请选择分类。'
  if (!isWhole(price, ITEM_PRICE_MAX)) return `请填价格，1 到 ${ITEM_PRICE_MAX} 积分。`
  if (perPerson.trim() !== '' && !isWhole(perPerson, PER_PERSON_MAX))
    return `每人最多兑几件：1 到 ${PER_PERSON_MAX}，不限就空着。`
  if (from !== '' && to !== '' && from > to) return '开始的日子在结束之后，请核对。'
  if (donorName.trim() === '' && donorWords.trim() !== '') return '写了捐赠的话，请也填捐赠方。'
  return isListed && stations.length === 0 ? '上架要选至少一个驿站；先不上架也可以。' : undefined
}

/** What is sent. Only for a form from which nothing is missing. */
export function listingOf({
  itemId,
  kind,
  category,
  name,
  words,
  photo,
  price,
  perPerson,
  from,
  to,
  donorName,
  donorWords,
  stations,
  isListed,
}: ItemFields): CommandInput<'mall.list'> {
  return {
    itemId,
    kind,
    category: kind === 'meal' ? 'meal' : category!,
    name: name.trim(),
    words: words.trim(),
    ...photo !== null && { photo },
    price: Number(price),
    ...perPerson.trim() !== '' && { perPerson: Number(perPerson) },
    ...from !== '' && { from },
    ...to !== '' && { to },
    ...donorName.trim() !== '' && { donor: { name: donorName.trim(), words: donorWords.trim() } },
    stations,
    isListed,
  }
}
