import type { Column } from '#server/core/sheets/index.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { ListFile } from '#server/sync/feature.ts'
import type { ExportedList } from '#shared/console/exports.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { nameOfArea } from '#server/core/areas/index.ts'

/** Enough for few statements, and soon read: other requests run between two pages. */
const PAGE_ROWS = 2_000

type Paged = {
  [Name in QueryName]: 'before' extends keyof QueryInput<Name>
    ? Answer<Name> extends { hasMore: boolean } ? Name : never
    : never
}[QueryName]

/** The queries whose answer is never more than one page. */
type Whole = 'stations.book' | 'rulings.book'

/** Inputs that the audit leaves out: the page, and the words searched for, which may be somebody's number. */
type Unsaid = 'before' | 'until' | 'asOf' | 'text' | 'words'
/** A filter's name in the audit; a filter by codes has a name for each code too. */
type FilterName<Value> = [Value] extends [string]
  ? string extends Value
    ? Named<Value>
    : { readonly title: string, readonly names: Readonly<Record<Value, string>> }
  : Named<Value>
interface Named<Value> { readonly title: string, readonly nameOf?: (value: Value) => string }
type FilterNames<Name extends QueryName> = {
  readonly [Key in Exclude<keyof QueryInput<Name>, Unsaid>]-?: FilterName<NonNullable<QueryInput<Name>[Key]>>
}

interface Listed<Name extends Paged | Whole, Row> {
  readonly name: string
  readonly handler: QueryHandler<Name>
  readonly rowsOf: (answer: Answer<Name>) => readonly Row[]
  readonly rankOf: (row: Row) => number
  readonly columns: readonly Column<Row>[] | ((context: QueryContext) => readonly Column<Row>[])
  readonly filters: FilterNames<Name>
  /** The first answer has all of this list's rows, even if other rows of it come in pages. */
  readonly isWhole?: true
}

/**
 * A list as a file, read by the query's own handler page by page as the desk does, so the file has nothing
 * that its reader can't see there.
 */
export function listFile<Name extends Paged | Whole, Row>(
  query: Name,
  { name, handler, rowsOf, rankOf, columns, filters, isWhole }: Listed<Name, Row>,
): ListFile {
  async function* pages(asked: unknown, context: QueryContext) {
    const { before: _, until: __, ...filter } = asked as QueryInput<Name> & PageRange
    for (let before: number | undefined; ;) {
      const range = { rows: PAGE_ROWS, ...before !== undefined && { before } }
      const answer = await handler({ ...filter, ...range } as unknown as QueryInput<Name>, context)
      const rows = rowsOf(answer)
      yield rows as never[]
      const last = rows.at(-1)
      if (isWhole || !(answer as { hasMore?: boolean }).hasMore || last === undefined) return
      before = rankOf(last)
      await nextTurn()
    }
  }
  /** A filter in words: 类别 安全隐患，片区 江汉区. */
  async function filterWords(asked: unknown, { read }: QueryContext) {
    const given = asked as Readonly<Record<string, string>>
    const said = Object.entries(filters as Readonly<Record<string, AnyFilterName>>)
      .filter(([key]) => given[key] !== undefined)
      .map(async ([key, { title, names, nameOf = String }]) => {
        const value = given[key]!
        const word = key === 'areaId' ? await nameOfArea(read, value) : names?.[value] ?? nameOf(value)
        return `${title} ${word}`
      })
    return (await Promise.all(said)).join('，')
  }
  return { query, name, columns, pages, filterWords }
}
interface AnyFilterName {
  readonly title: string
  readonly names?: Readonly<Record<string, string>>
  readonly nameOf?: (value: string) => string
}

export type ListFiles = Readonly<Record<ExportedList, ListFile>>

/** A filter by codes. */
export const named = <Code extends string>(title: string, names: Readonly<Record<Code, string>>) =>
  ({ title, names })
export const days = { from: { title: '从' }, to: { title: '到' } }
export const within = { areaId: { title: '片区' } }
