import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { BookItem } from '#shared/mall/book.ts'
import type { ItemCategory, ItemKind } from '#shared/mall/rules.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { ITEM_PRICE_MAX } from '#shared/mall/rules.ts'
import { uuidv7 } from 'uuidv7'

/** An item as its form holds it, numbers and days as typed; the photo's bytes are saved apart. */
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
  /** When the version was made that the form shows (ms); a new item has none. */
  seen?: number | undefined
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

/** The fields of an item that exists. */
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
  seen,
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
  seen,
})

/** What fields are called when somebody else has changed them. */
export const itemFieldNames: Partial<Record<keyof ItemFields, string>> = {
  category: '分类',
  name: '名称',
  words: '说明',
  photo: '图片',
  price: '价格',
  perPerson: '每人限兑',
  from: '开始',
  to: '结束',
  donorName: '捐赠方',
  donorWords: '捐赠寄语',
  stations: '驿站',
  isListed: '上下架',
}

const PER_PERSON_MAX = 1000

export const itemForm: FormSpec<'mall.list', ItemFields> = {
  command: 'mall.list',
  toInput: ({ category, price, perPerson, from, to, donorName, donorWords, photo, ...fields }, [picked]) => ({
    ...fields,
    category: fields.kind === 'meal' ? 'meal' : category,
    price: numberIn(price),
    ...perPerson.trim() !== '' && { perPerson: numberIn(perPerson) },
    ...from !== '' && { from },
    ...to !== '' && { to },
    ...!isBlank(donorName) && { donor: { name: donorName, words: donorWords } },
    ...(picked ? { photo: picked.hash } : photo !== null && { photo }),
  }),
  sentences: {
    name: '请填名称',
    category: '请选择分类',
    price: `请填价格，1 到 ${ITEM_PRICE_MAX} 积分`,
    perPerson: `每人限兑 1 到 ${PER_PERSON_MAX} 件，不限就空着`,
  },
  check: ({ from, to, donorName, donorWords, stations, isListed }) => {
    if (from !== '' && to !== '' && from > to) return '开始日期在结束之后，请核对'
    if (isBlank(donorName) && !isBlank(donorWords)) return '填了捐赠寄语，请也填捐赠方'
    return isListed && stations.length === 0 ? '上架要选至少一个驿站；也可以先不上架' : undefined
  },
}
