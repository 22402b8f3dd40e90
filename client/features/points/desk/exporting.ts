import type { CsvCell } from '#shared/kernel/csv.ts'
import { ask } from '#client/sync/ask.ts'
import { saveFile } from '#client/ui/save-file.ts'
import { BOM, csvOf } from '#shared/kernel/csv.ts'
import { ref } from 'vue'
import { ledgerLine, ledgerTitles, ledgerWidths } from './ledger-rows.ts'

/** Most rows of an Excel file: it is built in memory, some hundred MB for so many. CSV has no limit. */
const XLSX_ROWS_MAX = 200_000

export interface Span { from: string, to: string }
type Format = 'csv' | 'xlsx'

/** Exports the ledger of some days, page by page. */
export function useExporting() {
  const progress = ref<number>()
  const problem = ref('')

  /** Passes all lines to `take` as they come; false when the network failed, and nothing is saved then. */
  async function readAll({ from, to }: Span, take: (lines: CsvCell[][]) => void): Promise<boolean> {
    progress.value = 0
    for (let after: string | undefined; ;) {
      const input = { from, to, ...after !== undefined && { after } }
      const page = await ask('points.ledger', input, { isSaved: false })
      if (!page) return false
      take(page.rows.map(ledgerLine))
      progress.value += page.rows.length
      after = page.rows.at(-1)?.id
      if (!page.hasMore || after === undefined) return true
    }
  }

  async function csv(span: Span): Promise<Blob | undefined> {
    const parts = [BOM, csvOf([ledgerTitles])]
    return (await readAll(span, lines => parts.push(csvOf(lines))))
      ? new Blob(parts, { type: 'text/csv;charset=utf-8' })
      : undefined
  }

  async function xlsx(span: Span): Promise<Blob | undefined> {
    const rows: CsvCell[][] = []
    if (!await readAll(span, lines => rows.length <= XLSX_ROWS_MAX && rows.push(...lines))) return undefined
    if (rows.length > XLSX_ROWS_MAX) throw new TooManyRows()
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const header = ledgerTitles.map(value => ({ value, fontWeight: 'bold' as const }))
    return await writeExcelFile([header, ...rows], {
      sheet: '积分流水',
      columns: ledgerWidths.map(width => ({ width })),
      stickyRowsCount: 1,
    }).toBlob()
  }

  async function save(format: Format, span: Span): Promise<void> {
    if (progress.value !== undefined) return
    problem.value = ''
    try {
      const file = await { csv, xlsx }[format](span)
      if (file) saveFile(file, `积分流水-${span.from}-${span.to}.${format}`)
      else problem.value = navigator.onLine ? '没有导出，请再点一次' : '没有网络，没有导出，联网后再点一次'
    }
    catch (trouble) {
      if (!(trouble instanceof TooManyRows)) throw trouble
      problem.value = `超过 ${XLSX_ROWS_MAX.toLocaleString('zh-CN')} 行，表格装不下。请缩短日期，或导出 CSV。`
    }
    finally {
      progress.value = undefined
    }
  }

  return { progress, problem, save }
}

class TooManyRows extends Error {}
