import type { QueuedReport } from '#shared/console/schemas.ts'
import { usePaging } from '#client/app/paging.ts'
import { useSession } from '#client/app/session/session.ts'
import { partsAtDesk } from '#client/features/reports/desk/desk-actions.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { entryRef } from '#client/ui/entry-ref.ts'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { filtersIn } from './filters.ts'

/** The queue as the address narrows it. */
export function useQueue() {
  const route = useRoute()
  const router = useRouter()
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
  const unchanged = keepUnchanged()
  const paging = usePaging('console.queue', {
    first: { answer, askedAt },
    itemsOf: ({ reports }) => unchanged(reports),
    rankOf: ({ rank }) => rank,
    input: ({ asOf }) => ({ ...meant.value, asOf }),
    resetOn: () => JSON.stringify(meant.value),
  })
  const counts = computed(() => answer.value?.counts)
  const search = computed(() => router.resolve({ path: '/', query: route.query }).fullPath.slice(1))
  /** Of a report, or of the queue alone; as text, so that not all rows are drawn anew with each key. */
  const addressOf = (id?: string) =>
    `/console/reports${id ? `/${encodeURIComponent(id)}` : ''}${search.value}`
  return { filters, meant, words, isStaff, view, paging, counts, refresh, addressOf }
}

const KNOWN_MAX = 1000
/** A row that is as it was stays the same object: only what changed is drawn anew. */
function keepUnchanged() {
  const known = new Map<string, { readonly text: string, readonly row: QueuedReport }>()
  return (rows: readonly QueuedReport[]): QueuedReport[] => {
    if (known.size > KNOWN_MAX) known.clear()
    return rows.map((row) => {
      const [before, text] = [known.get(row.id), JSON.stringify(row)]
      if (before?.text === text) return before.row
      known.set(row.id, { text, row })
      return row
    })
  }
}
