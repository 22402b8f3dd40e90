import type { Ref } from 'vue'
import { computed, reactive, ref } from 'vue'
import { entryRef } from './entry-ref.ts'

const PAGE_ROWS = 20

/** A list that has further rows elsewhere, as `usePaging` returns it. */
interface Fetched<Item> {
  items: Item[]
  hasMore: boolean
  isFetching: boolean
  failed: boolean
  fetchMore: () => Promise<void>
}

/**
 * The first 20 rows of a list, and 20 more at each call, since 500 at once block a cheap phone. With a
 * `name`, the list is as long as it was left when somebody comes back to the page.
 */
export const useRows = <Item>(all: Ref<Item[]>, name?: string) =>
  useFetchedRows(reactive({
    items: all,
    hasMore: false,
    isFetching: false,
    failed: false,
    fetchMore: async () => {},
  }) as Fetched<Item>, name)

/** The same for a list that is fetched in larger pages: once all rows are shown, the next page is fetched. */
export function useFetchedRows<Item>(fetched: Fetched<Item>, name?: string) {
  const shownMax = name === undefined ? ref(PAGE_ROWS) : entryRef(name, PAGE_ROWS)
  return reactive({
    items: computed(() => fetched.items.slice(0, shownMax.value)),
    hasMore: computed(() => fetched.items.length > shownMax.value || fetched.hasMore),
    isFetching: computed(() => fetched.isFetching),
    failed: computed(() => fetched.failed),
    async fetchMore() {
      if (fetched.items.length <= shownMax.value) await fetched.fetchMore()
      if (fetched.items.length > shownMax.value) shownMax.value += PAGE_ROWS
    },
  })
}
