import type { UseAnswer } from '#client/sync/ask.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import { ask } from '#client/sync/ask.ts'
import { entryRef } from '#client/ui/entry-ref.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

/** The queries whose rows can be asked for by range. */
type Paged = {
  [Name in QueryName]: 'until' extends keyof QueryInput<Name>
    ? Answer<Name> extends { hasMore: boolean } | readonly unknown[] ? Name : never
    : never
}[QueryName]
/** `lowest`: the rank of the last row. */
interface Page<Item> { items: Item[], lowest: number, hasMore: boolean }

interface Pages<Name extends Paged, Item> {
  /** The first page, from `useAnswer`. */
  first: Pick<UseAnswer<Name>, 'answer' | 'askedAt'>
  itemsOf: (answer: Answer<Name>) => Item[]
  /** What the list is ordered by, downwards; see `PageRange`. */
  rankOf: (item: Item) => number
  /** What goes with every range that is asked for below a first page. */
  input?: (first: Answer<Name>) => QueryInput<Name>
  /** When it changes, the list is another one. */
  resetOn?: () => unknown
}

/**
 * A list whose rows beyond the first page are fetched by hand. Whenever the first page was answered, the
 * other rows shown are asked again by their ranks, so that none is missed, doubled or out of date. Without a
 * network they stay as they are.
 */
export function usePaging<Name extends Paged, Item extends { id: string }>(
  name: Name,
  { first, itemsOf, rankOf, input, resetOn }: Pages<Name, Item>,
) {
  const older = shallowRef<Item[]>([])
  /**
   * The rank down to which rows were fetched by hand; it survives leaving the page and coming back. 0 is the
   * end.
   */
  const until = entryRef<number | undefined>(`${name} until`, undefined)
  const [isFetching, failed] = [ref(false), ref(false)]
  /** Count the lists shown and the refreshes begun, so that a late answer is recognised. */
  let list = 0
  let refresh = 0

  const lowestOf = (rows: Item[]) => Math.min(...rows.map(rankOf))
  function pageOf(answer: Answer<Name>): Page<Item> {
    const items = itemsOf(answer)
    return { items, lowest: lowestOf(items), hasMore: hasMoreBelow(answer) }
  }
  const page = computed(() => first.answer.value && pageOf(first.answer.value))
  const items = computed(() => [...page.value?.items ?? [], ...page.value?.hasMore ? older.value : []])
  const hasMore = computed(() => page.value?.hasMore === true && !(until.value === 0 && older.value.length))

  async function fetchRange(range: PageRange) {
    const given = first.answer.value && input?.(first.answer.value)
    const answer = await ask(name, { ...given, ...range } as QueryInput<Name>, { isSaved: false })
    return answer && pageOf(answer)
  }

  if (resetOn) watch(resetOn, reset)
  watch(page, (now, before) => {
    if (!now) return reset()
    // Rows that have moved below the first page stay in the list until they are asked for again.
    if (before && until.value !== undefined) {
      older.value = without([...before.items, ...without(older.value, before.items)], now.items)
        .filter(row => rankOf(row) < now.lowest)
    }
  }, { flush: 'sync' })
  watch([first.askedAt, page], () => void askAgain())

  function reset() {
    list++
    refresh++
    older.value = []
    until.value = undefined
    isFetching.value = failed.value = false
  }

  async function askAgain() {
    const asked = ++refresh
    const reach = until.value
    if (!page.value || reach === undefined) return
    const rows = await rowsBelow(page.value, reach, fetchRange)
    if (!rows || asked !== refresh) return
    older.value = [...rows, ...older.value.filter(row => rankOf(row) < reach)]
  }

  async function fetchMore() {
    const askedIn = list
    isFetching.value = true
    failed.value = false
    const next = await fetchRange({ before: lowestOf(items.value) })
    if (askedIn !== list) return
    isFetching.value = false
    failed.value = !next
    if (!next) return
    older.value = [...older.value, ...without(next.items, items.value)]
    until.value = next.hasMore ? next.lowest : 0
  }

  return reactive({ items, hasMore, isFetching, failed, fetchMore })
}

/** A plain list has no `hasMore`: it may have more when it is as long as a page. */
const hasMoreBelow = (answer: { hasMore: boolean } | readonly unknown[]): boolean =>
  'hasMore' in answer ? answer.hasMore : answer.length >= SHOWN_ROWS_MAX

/** All rows below a page down to a rank; undefined without a network. */
async function rowsBelow<Item>(
  { lowest, hasMore }: Page<Item>,
  until: number,
  fetchRange: (range: PageRange) => Promise<Page<Item> | undefined>,
): Promise<Item[] | undefined> {
  if (!hasMore || lowest <= until) return []
  const next = await fetchRange({ before: lowest, until })
  const rest = next && await rowsBelow(next, until, fetchRange)
  return rest && [...next.items, ...rest]
}

function without<Item extends { id: string }>(rows: Item[], others: Item[]): Item[] {
  const ids = new Set(others.map(({ id }) => id))
  return rows.filter(({ id }) => !ids.has(id))
}
