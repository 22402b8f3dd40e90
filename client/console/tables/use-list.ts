import type { AnswerView } from '#client/sync/ask.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { MaybeRefOrGetter } from 'vue'
import type { Filter, Filtered } from './filters.ts'
import { usePaging } from '#client/app/paging.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed, toValue } from 'vue'
import { useRoute } from 'vue-router'
import { filteredIn } from './filters.ts'

/** The queries that tell how many rows all pages have. */
type Counted = { [Name in QueryName]: 'until' extends keyof QueryInput<Name>
  ? Answer<Name> extends { hasMore: boolean, total: number } ? Name : never
  : never }[QueryName]

interface Lists<Name extends Counted, Asked, Row> {
  readonly filters?: MaybeRefOrGetter<readonly Filter[]>
  /** What is asked for by the filters that the address has set. */
  readonly input: (filtered: Filtered) => Asked
  readonly rowsOf: (answer: Answer<Name>) => Row[]
  readonly rankOf: (row: Row) => number
}

interface Whole<Row> {
  readonly filters?: MaybeRefOrGetter<readonly Filter[]>
  readonly view: MaybeRefOrGetter<AnswerView>
  /** The rows that pass the filters of the address. */
  readonly rowsOf: (filtered: Filtered) => readonly Row[]
}

/** A list whose rows are all loaded: the browser sorts and filters it. `table`: the props of `TableDesk`. */
export function useWholeList<Row extends { id: string }>({ filters = [], view, rowsOf }: Whole<Row>) {
  const route = useRoute()
  const filtered = computed(() => filteredIn(route.query, toValue(filters)))
  const rows = computed(() => rowsOf(filtered.value))
  const table = computed(() => ({
    rows: rows.value,
    view: toValue(view),
    total: rows.value.length,
    filters: toValue(filters),
    filtered: filtered.value,
    isWhole: true,
  }))
  return { filtered, table }
}

/**
 * A list page by page. `table`: the props of `TableDesk`; `asked`: the query's input, which also filters the
 * exported file.
 */
export function useList<
  Name extends Counted,
  Asked extends QueryInput<Name>,
  Row extends { id: string },
>(name: Name, { filters = [], input, rowsOf, rankOf }: Lists<Name, Asked, Row>) {
  const route = useRoute()
  const filtered = computed(() => filteredIn(route.query, toValue(filters)))
  const asked = computed(() => input(filtered.value))
  const { answer, askedAt, view, refresh } = useAnswer(name, asked)
  const paging = usePaging<Name, Row>(name, {
    first: { answer, askedAt },
    itemsOf: rowsOf,
    rankOf,
    input: () => asked.value,
    resetOn: () => JSON.stringify(asked.value),
  })
  const table = computed(() => ({
    rows: paging.items,
    view: view.value,
    paging,
    total: answer.value?.total,
    filters: toValue(filters),
    filtered: filtered.value,
  }))
  return { answer, asked, askedAt, table, refresh }
}
