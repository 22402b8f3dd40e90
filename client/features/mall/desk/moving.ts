import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { BookItem } from '#shared/mall/book.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { freeAt } from './book.ts'

/** Outside: pieces that were in no station before. */
export const FROM_OUTSIDE = 'outside'

export interface MoveFields {
  moveId: string
  from: string | null
  to: string | null
  count: string
  words: string
}

/**
 * Pieces of an item arrive from outside, or move from one station to another. `item` is read when the form is
 * sent, since its stock may change while the form is open.
 */
export const moveForm = (
  item: () => Pick<BookItem, 'itemId' | 'stock'>,
): FormSpec<'mall.arrive' | 'mall.move', MoveFields> => ({
  command: ({ from }) => from === FROM_OUTSIDE ? 'mall.arrive' : 'mall.move',
  toInput: ({ from, to, count, ...fields }) => ({
    ...fields,
    itemId: item().itemId,
    count: numberIn(count),
    ...from === FROM_OUTSIDE ? { stationId: to } : { from, to },
  }),
  sentences: {
    from: '请选择调出处',
    to: '请选择调入驿站',
    stationId: '请选择调入驿站',
    count: '请填件数',
  },
  check: ({ from, to, count }) => {
    if (from === to) return '调出和调入是同一个驿站，请换一个'
    if (from === FROM_OUTSIDE || from === null) return undefined
    const free = freeAt(item(), from)
    return numberIn(count) > free ? `可调 ${free} 件，待领的不能调走` : undefined
  },
})
