import type { CommandResult } from '#shared/commands.ts'
import { savedText } from '#client/app/forms/saved-text.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { IMPORT_ROWS_MAX } from '#shared/people/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { useImport } from '../../import/use-import.ts'

export const postColumns = {
  phone: { heading: /手机|电话|号码/, most: 40 },
  name: { heading: /姓名|名字/, most: 40 },
  kind: { heading: /岗位|职务|身份/, most: 40 },
  scope: { heading: /区域|片区|社区|单位|驿站|地方|范围/, most: 64 },
} as const

export const postTemplate = {
  name: '岗位名单模板.csv',
  rows: [['手机号', '姓名', '岗位', '片区、单位或驿站编号'], ['13800000001', '张三', '小巷顾问', '花楼社区']],
}

/** A table of posts. */
export function useImportPosts() {
  const reason = savedText('import-posts-reason')
  const { problem, isBusy, result, send } = useCommand()
  const job = useImport({
    saveAs: 'import-posts',
    columns: postColumns,
    // An id for each line, so that the same table sent twice gives each post once.
    rowOf: ({ line, phone = '', name = '', kind = '', scope = '' }) =>
      ({ line, phone, name, kind, scope, postId: uuidv7() }),
    missing: (rows) => {
      if (rows.length === 0) return '请粘贴名单，或选一个 CSV 文件'
      if (rows.length > IMPORT_ROWS_MAX)
        return `这张表有 ${rows.length} 人，一次最多 ${IMPORT_ROWS_MAX} 人，请分成几张`
      return isBlank(reason.value) ? '请写明原因（本人可见）' : ''
    },
    fields: [reason],
    problem,
    async send(rows, dryRun) {
      const lines = rows.map(({ line: _, ...row }) => row)
      if (!await send('people.import', { rows: lines, reason: reason.value, dryRun })) return undefined
      const answer = result.value as CommandResult<'people.import'>
      // Lines that this table had brought in already, when the answer was lost.
      const refused = answer.refused.filter(({ code }) => code !== 'people.idTaken')
      const bad = refused.map(({ line, code }) => {
        const { line: written, name, phone } = rows[line - 1]!
        return { line: written, name: name || phone, code }
      })
      return { taken: rows.length - refused.length, bad }
    },
  })
  return { job, reason, isBusy }
}
