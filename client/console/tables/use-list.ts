import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import { usePaging } from '#client/app/paging.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed } from 'vue'

/** The queries that tell how many rows all pages have. */
type Counted = { [Name in QueryName]: 'until' extends keyof QueryInput<Name>
  ? Answer<Name> extends { hasMore: boolean, total: number } ? Name : never
  : never }[QueryName]

interface Lists<Name extends Counted, Row> {
  /** What is asked for; null asks nothing. */
  readonly input: () => QueryInput<Name> | null
  readonly rowsOf: (answer: Answer<Name>) => Row[]
  readonly rankOf: (row: Row) => number
}

/** A list that comes page by page, as a desk's table shows it. */
export function useList<Name extends Counted, Row extends { id: string }>(
  name: Name,
  { input, rowsOf, rankOf }: Lists<Name, Row>,
) {
  const { answer, askedAt, view, refresh } = useAnswer(name, input)
  const paging = usePaging<Name, Row>(name, {
    first: { answer, askedAt },
    itemsOf: rowsOf,
    rankOf,
    input: () => input()!,
    resetOn: () => JSON.stringify(input()),
  })
  return { answer, paging, view, total: computed(() => answer.value?.total), refresh }
}
