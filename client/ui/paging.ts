import type { Ref } from 'vue'
import { computed, reactive, ref, watch } from 'vue'

interface Page<Item> { items: Item[], hasMore: boolean }

/**
 * A list whose first page is live and whose older pages are fetched by hand. `fetchNext` gets the items shown
 * and resolves to undefined without a network. An item that has since moved to the first page is shown once.
 */
export function usePaging<Item extends { id: string }>(
  first: Ref<Page<Item> | undefined>,
  fetchNext: (shown: Item[]) => Promise<Page<Item> | undefined>,
  resetOn: () => unknown = () => null,
) {
  const older = ref<Item[]>([]) as Ref<Item[]>
  const olderHasMore = ref<boolean>()
  const isFetching = ref(false)
  const failed = ref(false)
  let round = 0

  const items = computed(() => {
    const fresh = first.value?.items ?? []
    const seen = new Set(fresh.map(({ id }) => id))
    return [...fresh, ...older.value.filter(({ id }) => !seen.has(id))]
  })
  const hasMore = computed(() => olderHasMore.value ?? first.value?.hasMore ?? false)

  watch(resetOn, () => {
    round++
    older.value = []
    olderHasMore.value = undefined
    isFetching.value = failed.value = false
  })

  async function fetchMore() {
    const askedIn = round
    isFetching.value = true
    failed.value = false
    const page = await fetchNext(items.value)
    if (askedIn !== round) return // The list was reset meanwhile.
    isFetching.value = false
    failed.value = page === undefined
    if (!page) return
    const shown = new Set(items.value.map(({ id }) => id))
    older.value = [...older.value, ...page.items.filter(({ id }) => !shown.has(id))]
    olderHasMore.value = page.hasMore
  }

  return reactive({ items, hasMore, isFetching, failed, fetchMore })
}
