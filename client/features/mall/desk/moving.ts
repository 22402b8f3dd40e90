import type { BookItem } from './book.ts'
import { freeAt } from './book.ts'

/** Where pieces come from that were not in any station before. */
export const FROM_OUTSIDE = 'outside'

export interface MoveFields {
  moveId: string
  from: string | null
  to: string | null
  count: string
  words: string
}

/** What still has to be filled in or can't be, as a sentence; undefined when nothing. */
export function missingFrom(
  { from, to, count }: MoveFields,
  item: Pick<BookItem, 'stock'>,
): string | undefined {
  if (from === null) return '请选择从哪里来。'
  if (to === null) return '请选择到哪个驿站。'
  if (from === to) return '两头是同一个驿站，请换一个。'
  if (!/^\d{1,6}$/.test(count.trim()) || Number(count) < 1) return '请填件数。'
  const free = freeAt(item, from)
  return from !== FROM_OUTSIDE && Number(count) > free ? `那里能调的只有 ${free} 件，已被兑的要留着。` : undefined
}
