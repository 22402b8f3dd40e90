import type { Ref } from 'vue'
import type { TableColumns, TableRow } from './table.ts'
import { savedText } from '#client/app/forms/saved-text.ts'
import { computed, shallowRef, watch } from 'vue'
import { linesOf, rowsIn } from './table.ts'

/** A line that was not taken: its number in the table, what it is about, and a refusal's code. */
export interface BadLine { readonly line: number, readonly name: string, readonly code: string }
/** What an import did, or would do. */
export interface Outcome { readonly taken: number, readonly bad: readonly BadLine[] }

interface Import<Name extends string, Row, Result extends Outcome> {
  /** Saves what was pasted under this name. */
  readonly saveAs: string
  readonly columns: TableColumns<Name>
  readonly rowOf: (row: TableRow<Name>) => Row
  /** Why nothing can be sent yet; empty when it can. */
  readonly missing: (rows: readonly Row[]) => string
  /** Other fields: when they change, the table is tried anew. */
  readonly fields?: readonly Ref[]
  readonly problem: Ref<string>
  /** Sends the rows; undefined, and `problem` says why, when they were not decided. */
  readonly send: (rows: readonly Row[], dryRun: boolean) => Promise<Result | undefined>
}

/**
 * A table that is first tried in a dry run and then imported; rejected lines stay in the form to be
 * corrected.
 */
export function useImport<Name extends string, Row, Result extends Outcome>(
  { saveAs, columns, rowOf, missing, fields = [], problem, send }: Import<Name, Row, Result>,
) {
  const text = savedText(saveAs)
  const rows = computed(() => rowsIn(text.value, columns).map(rowOf))
  const tried = shallowRef<Result>()
  const done = shallowRef<Result>()
  /** Counts changes of the form: what an earlier table was found to be says nothing of this one. */
  let changes = 0
  watch([text, ...fields], () => {
    changes++
    tried.value = undefined
    problem.value = ''
  }, { flush: 'sync' })

  async function run(dryRun: boolean): Promise<Result | undefined> {
    problem.value = missing(rows.value)
    return problem.value === '' ? await send(rows.value, dryRun) : undefined
  }

  async function tryIt() {
    const before = changes
    const outcome = await run(true)
    if (before === changes) tried.value = outcome
  }

  return {
    text,
    rows,
    problem,
    tried,
    done,
    tryIt,
    async carryOut() {
      const sent = text.value
      const outcome = await run(false)
      if (!outcome) return
      done.value = outcome
      text.value = linesOf(sent, outcome.bad.map(({ line }) => line), columns)
      if (text.value === '') fields.forEach(field => field.value = '')
    },
    /** Puts the rejected lines back into the form, numbered anew. */
    async mend() {
      done.value = undefined
      await tryIt()
    },
    /** Back to an empty table. */
    again: () => void (done.value = undefined),
  }
}
export type ImportJob<Result extends Outcome> = Omit<
  ReturnType<typeof useImport<string, unknown, Result>>,
  'rows'
> & { readonly rows: Readonly<Ref<readonly unknown[]>> }
