import type { CommandContext } from '#server/sync/context.ts'

/** What is to be had, and what stands where, has changed: everybody's lists of it may have. */
export function nudgeMall({ nudge }: Pick<CommandContext, 'nudge'>): void {
  nudge('*', 'mall.items', 'mall.item', 'mall.desk', 'mall.book', 'mall.stockHistory')
}
