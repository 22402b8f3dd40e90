/** What a keeper does to a shelf, and what each asks for. */
export const stockActs = {
  take: { label: '盘点', countLabel: '架上实际有几件', wordsLabel: '说明（可不写）', needsWords: false, button: '记下实际数' },
  arrive: { label: '到货', countLabel: '到了几件', wordsLabel: '说明（可不写）', needsWords: false, button: '记下到货' },
  damage: { label: '损坏', countLabel: '坏了几件', wordsLabel: '怎么坏的', needsWords: true, button: '记下损坏' },
} as const
export type StockAct = keyof typeof stockActs

export interface StockFields { moveId: string, count: string, words: string }

/** What still has to be filled in, as a sentence; undefined when nothing. */
export function missingFrom(act: StockAct, { count, words }: StockFields): string | undefined {
  const least = act === 'take' ? 0 : 1
  if (!/^\d{1,6}$/.test(count.trim()) || Number(count) < least)
    return act === 'take' ? '请填架上的件数，没有就填 0。' : '请填件数。'
  return stockActs[act].needsWords && words.trim() === '' ? '请写几个字说明。' : undefined
}
