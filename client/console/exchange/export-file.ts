import type { ExchangeColumn, ExchangedReport, ExchangeField } from '#shared/reports/exchange-schemas.ts'
import { coordinatesOf } from '#client/app/places/place-text.ts'
import { deskStateNames, kindNames } from '#client/app/words/index.ts'
import { ask } from '#client/sync/ask.ts'
import { timeOf } from '#shared/kernel/day.ts'

/** More than a city has open, and what Excel still opens at once. */
const ROWS_MAX = 20_000
const WIDE = 40
const NARROW = 16
const wide: readonly ExchangeField[] = ['text', 'areaName', 'words', 'spot']

type Cell = string | number | null
const cells: Readonly<Record<ExchangeField, (report: ExchangedReport) => Cell>> = {
  number: ({ number }) => number,
  kind: ({ kind }) => kindNames[kind],
  text: ({ text }) => text,
  spot: ({ spot }) => spot,
  place: ({ place }) => place && coordinatesOf(place),
  areaName: ({ areaName }) => areaName,
  unitName: ({ unitName }) => unitName,
  state: ({ state }) => deskStateNames[state],
  filedAt: ({ filedAt }) => timeOf(filedAt),
  dueAt: ({ dueAt }) => timeOf(dueAt),
  photos: ({ photos }) => photos,
  answer: () => null, // These three are for whoever answers.
  words: () => null,
  date: () => null,
}

function typed(value: Cell) {
  if (value === null) return null
  return typeof value === 'number' ? { value, type: Number } : { value, type: String }
}

export interface Exported { readonly file: Blob, readonly rows: number }

/**
 * Open reports as a workbook in the layout that is ruled, or why there is none. Every text is written as
 * text, so that none runs as a formula.
 */
export async function exchangeFile(
  filter: { readonly areaId?: string, readonly unitId?: string },
  layout: readonly ExchangeColumn[],
): Promise<Exported | { trouble: string }> {
  const found: ExchangedReport[] = []
  for (let before: number | undefined; ;) {
    const asked = { ...filter, ...before !== undefined && { before } }
    const page = await ask('exchange.reports', asked, { isSaved: false })
    if (!page)
      return { trouble: navigator.onLine ? '没有导出，请再点一次。' : '没有网络，没有导出，联网后再点一次。' }
    found.push(...page.reports)
    before = page.reports.at(-1)?.number
    if (!page.hasMore || before === undefined) break
    if (found.length > ROWS_MAX) return { trouble: `超过 ${ROWS_MAX} 条，请按单位或区域分开导出。` }
  }
  if (found.length === 0) return { trouble: '没有未办结的上报，不用导出。' }
  const { default: writeExcelFile } = await import('write-excel-file/browser')
  const heading = layout.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' as const }))
  const rows = found.map(report => layout.map(({ field }) => typed(cells[field](report))))
  const file = await writeExcelFile([heading, ...rows], {
    sheet: '未办结上报',
    columns: layout.map(({ field }) => ({ width: wide.includes(field) ? WIDE : NARROW })),
    stickyRowsCount: 1,
  }).toBlob()
  return { file, rows: found.length }
}
