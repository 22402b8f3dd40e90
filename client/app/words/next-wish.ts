import type { Answer } from '#shared/queries.ts'

type MallItems = Answer<'mall.items'>

/** The next item that the points will pay for: the share of its price reached (0 to 1), and a sentence. */
export interface NextWish { share: number, text: string }

/**
 * The cheapest item in stock that the points don't pay yet; with none such, all of them are within reach.
 * Undefined where the mall is empty.
 */
export function nextWish({ items }: Pick<MallItems, 'items'>, spendable: number): NextWish | undefined {
  const inStock = items.filter(({ stock }) => stock.some(({ free }) => free > 0))
  if (inStock.length === 0) return undefined
  const dearer = inStock.filter(({ price }) => price > spendable).sort((a, b) => a.price - b.price)
  const [next] = dearer
  if (!next) return { share: 1, text: '商城里的每一样都够换' }
  return { share: spendable / next.price, text: `再攒 ${next.price - spendable} 分换${next.name}` }
}
