import type { CommandResult } from '#shared/commands.ts'
import { savedText } from '#client/app/forms/saved-text.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { IMPORT_ROWS_MAX } from '#shared/people/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { computed, shallowRef, watch } from 'vue'
import { linesOf, rowsIn } from './table.ts'

export interface BadLine { readonly line: number, readonly name: string, readonly code: string }
/** What an import did, or would do. */
export interface Outcome { readonly given: number, readonly bad: readonly BadLine[] }

/** A table of posts: tried first, then carried out; what was not taken stays to be mended. */
export function useImport() {
  const text = savedText('import-posts')
  const reason = savedText('import-posts-reason')
  const { problem, isBusy, result, send } = useCommand()
  // An id for each line, so that the same table sent twice gives each post once.
  const rows = computed(() => rowsIn(text.value).map(row => ({ ...row, postId: uuidv7() })))
  const tried = shallowRef<Outcome>()
  const done = shallowRef<Outcome>()
  watch([text, reason], () => {
    tried.value = undefined
    problem.value = ''
  })

  const missing = () => {
    if (rows.value.length === 0) return '请粘贴名单，或选一个 CSV 文件'
    if (rows.value.length > IMPORT_ROWS_MAX)
      return `这张表有 ${rows.value.length} 人，一次最多 ${IMPORT_ROWS_MAX} 人，请分成几张`
    return isBlank(reason.value) ? '请写明原因（本人可见）' : ''
  }

  async function run(dryRun: boolean): Promise<Outcome | undefined> {
    problem.value = missing()
    if (problem.value !== '') return undefined
    const sent = rows.value
    const lines = sent.map(({ line: _, ...row }) => row)
    if (!await send('people.import', { rows: lines, reason: reason.value, dryRun })) return undefined
    const answer = result.value as CommandResult<'people.import'>
    // Lines that this table had brought in already, when the answer was lost.
    const refused = answer.refused.filter(({ code }) => code !== 'people.idTaken')
    const given = sent.length - refused.length
    const bad = refused.map(({ line, code }) => {
      const { line: written, name, phone } = sent[line - 1]!
      return { line: written, name: name || phone, code }
    })
    return { given, bad }
  }

  async function tryIt() {
    tried.value = await run(true)
  }

  return {
    text,
    reason,
    rows,
    problem,
    isBusy,
    tried,
    done,
    tryIt,
    async carryOut() {
      const outcome = await run(false)
      if (!outcome) return
      done.value = outcome
      text.value = linesOf(text.value, outcome.bad.map(({ line }) => line))
      if (text.value === '') reason.value = ''
    },
    /** Back to the lines that were not taken, which are counted anew. */
    async mend() {
      done.value = undefined
      await tryIt()
    },
  }
}
