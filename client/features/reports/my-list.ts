import type { ReportState } from '#shared/reports/rules.ts'
import type { MyReport } from '#shared/reports/schemas.ts'
import { kindNames, stateNames } from '#client/app/words/index.ts'
import { isOpen, mendedStates } from '#shared/reports/rules.ts'

interface Shelf { readonly label: string, readonly holds: (report: MyReport) => boolean }
const over: readonly ReportState[] = ['declined', 'unable', 'merged', 'withdrawn']
const shelves: Record<string, Shelf> = {
  mine: { label: '待我处理', holds: ({ asked, state, mine }) => mine && (asked || state === 'resolved') },
  open: { label: '办理中', holds: ({ state }) => isOpen(state) },
  done: { label: '已办结', holds: ({ state }) => mendedStates.includes(state) },
  over: { label: '未办成', holds: ({ state }) => over.includes(state) },
}
/** The choices above somebody's own reports; null shows all. */
export const shelfChoices = [
  { value: null, label: '全部' },
  ...Object.entries(shelves).map(([value, { label }]) => ({ value, label })),
]

/** Those of the reports loaded that a shelf holds and that have every word of a search. */
export function shown(
  reports: readonly MyReport[],
  { query, shelf, titleOf }: { query: string, shelf: string | null, titleOf: (report: MyReport) => string },
): MyReport[] {
  const words = query.toLowerCase().split(/\s+/).filter(word => word !== '')
  const holds = shelves[shelf ?? '']?.holds ?? (() => true)
  return reports.filter((report) => {
    const text = [
      titleOf(report),
      report.areaName,
      report.spot,
      kindNames[report.kind],
      stateNames[report.state],
      `#${report.number}`,
    ].join(' ').toLowerCase()
    return holds(report) && words.every(word => text.includes(word))
  })
}
