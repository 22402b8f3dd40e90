import type { Ref } from 'vue'
import { computed, reactive, ref } from 'vue'

const ROWS = 20

/**
 * The first rows of a list that is all there, and more by hand: five hundred at once would lock a cheap
 * phone. For `MoreRows`.
 */
export function useRows<Item>(all: Ref<Item[]>) {
  const most = ref(ROWS)
  return reactive({
    items: computed(() => all.value.slice(0, most.value)),
    hasMore: computed(() => all.value.length > most.value),
    isFetching: false,
    failed: false,
    fetchMore: async () => void (most.value += ROWS),
  })
}
