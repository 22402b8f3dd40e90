import type { Ref } from 'vue'
import { computed, reactive, ref } from 'vue'
import { entryRef } from './entry-ref.ts'

const PAGE_ROWS = 20

/**
 * The first 20 rows of a complete list, and 20 more at each call: 500 at once block a cheap phone. With a
 * `name` of its own, a list is as long as it was left when somebody comes back to its page.
 */
export function useRows<Item>(all: Ref<Item[]>, name?: string) {
  const shownMax = name === undefined ? ref(PAGE_ROWS) : entryRef(name, PAGE_ROWS)
  return reactive({
    items: computed(() => all.value.slice(0, shownMax.value)),
    hasMore: computed(() => all.value.length > shownMax.value),
    isFetching: false,
    failed: false,
    fetchMore: async () => void (shownMax.value += PAGE_ROWS),
  })
}
