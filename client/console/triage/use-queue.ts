import { usePaging } from '#client/app/paging.ts'
import { useSession } from '#client/app/session/session.ts'
import { partsAtDesk } from '#client/features/reports/desk/desk-actions.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { entryRef } from '#client/ui/entry-ref.ts'
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { filtersIn } from './filters.ts'

/** The queue as the address narrows it. */
export function useQueue() {
  const route = useRoute()
  const session = useSession()
  const filters = computed(() => filtersIn(route.query))
  /** Not in the page's address: it may be the end of a phone number. */
  const words = entryRef('queue words', '')
  const parts = computed(() => partsAtDesk(session.me))
  const asPart = computed(() => {
    const as = parts.value.find(part => part === route.query.as)
    return as === undefined ? {} : { as }
  })
  const meant = computed(() =>
    ({ ...filters.value, ...asPart.value, ...words.value !== '' && { text: words.value } }))
  /** As staff or an admin; a unit can't accept or decline. */
  const isStaff = computed(() => (asPart.value.as ?? parts.value[0]) === 'staff')
  const { answer, askedAt, view, refresh } = useAnswer('console.queue', () =>
    parts.value.length > 0 ? meant.value : null)
  const paging = usePaging('console.queue', {
    first: { answer, askedAt },
    itemsOf: ({ reports }) => reports,
    rankOf: ({ rank }) => rank,
    input: ({ asOf }) => ({ ...meant.value, asOf }),
    resetOn: () => JSON.stringify(meant.value),
  })
  const counts = computed(() => answer.value?.counts)
  return { filters, meant, words, isStaff, view, paging, counts, refresh }
}
