import type { CityFigures } from '#shared/figures/schemas.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { RouteLocationRaw } from 'vue-router'
import type { Asked } from './asked.ts'
import type { Chart } from './chart.ts'
import type { Told } from './words.ts'
import { companyNames, deskStateNames, kindNames, workNames } from '#client/app/words/index.ts'
import { companies, works } from '#shared/identity/schemas.ts'
import { addKept, shareOnTime } from '#shared/promises/rules.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'
import { partText, percent, starsText, waitText } from './words.ts'

interface Row {
  readonly key: string
  readonly cells: readonly ({ text: number | string, to?: RouteLocationRaw } | number | string)[]
}
type Area = CityFigures['areas'][number]

/** Where the rows behind a figure of an area are listed: the queue's filters, and pages that there are. */
export function rowsBehind({ areaId, from, to: until }: Asked, isAdmin: boolean) {
  const reports = (query: Record<string, string>): RouteLocationRaw =>
    ({ path: '/console/figures/rows', query: { area: areaId, from, to: until, ...query } })
  const overdue = (query: Record<string, string> = {}): RouteLocationRaw =>
    ({ path: '/console/reports', query: { area: areaId, view: 'todo', cause: 'overdue', ...query } })
  const of = ({ to }: Told): RouteLocationRaw | undefined => {
    switch (to) {
      case 'filed': return reports({})
      case 'reopened': return reports({ of: 'reopened' })
      case 'cameBack': return reports({ of: 'cameBack' })
      case 'overdue': return overdue()
      case 'stations': return isAdmin ? { path: '/organiser/stations' } : { path: '/stations' }
      case 'volunteering': return { path: '/volunteering' }
      case 'people': return isAdmin ? { path: '/people' } : undefined
      case 'points': return isAdmin ? { path: '/organiser/points' } : undefined
      case undefined: return undefined
    }
  }
  return { reports, overdue, of }
}
type Behind = ReturnType<typeof rowsBehind>

/** The honest clock: reports by kind, and what was promised to 心声. */
export function keptRows({ reports, voices }: CityFigures, { overdue }: Behind): Row[] {
  const row = (key: string, name: string, kept: Kept, kind?: string): Row => ({
    key,
    cells: [
      name,
      percent(shareOnTime(kept)),
      kept.onTime,
      kept.closed,
      kind ? { text: kept.overdue, to: overdue({ kind }) } : kept.overdue,
    ],
  })
  return [
    ...reports.kinds.map(({ kind, kept }) => row(kind, kindNames[kind], kept, kind)),
    row('voices', '心声（承诺的答复）', voices),
    row('all', '合计', addKept(reports.kept, voices)),
  ]
}

export function kindRows({ reports: { kinds } }: CityFigures, { reports: to }: Behind): Row[] {
  return kinds.map(({ kind, filed, answered, settled }) => ({
    key: kind,
    cells: [
      kindNames[kind],
      { text: filed, to: to({ kind }) },
      waitText(answered.median),
      waitText(answered.ninth),
      waitText(settled.median),
      waitText(settled.ninth),
    ],
  }))
}
export const kindChart = ({ reports: { kinds } }: CityFigures): Chart => ({
  kind: 'rows',
  names: reportKinds.map(kind => kindNames[kind]),
  series: [{ name: '上报', values: kinds.map(({ filed }) => filed) }],
})

export function stateRows({ reports: { states, filed } }: CityFigures, { reports: to }: Behind): Row[] {
  return reportStates.map((state) => {
    const n = states[state] ?? 0
    return {
      key: state,
      cells: [deskStateNames[state], { text: n, to: to({ state }) }, partText({ n, of: filed })],
    }
  })
}
export const stateChart = ({ reports: { states } }: CityFigures): Chart => ({
  kind: 'rows',
  names: reportStates.map(state => deskStateNames[state]),
  series: [{ name: '件', values: reportStates.map(state => states[state] ?? 0) }],
})

type Query = Record<string, string | undefined>
export function areaRows(
  { areas }: CityFigures,
  { from, to }: Pick<Asked, 'from' | 'to'>,
  inside: (areaId: string) => RouteLocationRaw,
): Row[] {
  return areas.map(({ areaId, name, people, filed, open, kept, reopened, rated }) => ({
    key: areaId,
    cells: [
      { text: name, to: inside(areaId) },
      people,
      { text: filed, to: { path: '/console/figures/rows', query: { area: areaId, from, to } } },
      { text: open, to: { path: '/console/reports', query: { area: areaId, view: 'running' } } },
      percent(shareOnTime(kept)),
      kept.overdue,
      partText(reopened),
      starsText(rated),
    ],
  }))
}

/** What the map shows of each district. */
export const mapOf = {
  filed: { name: '上报', of: ({ filed }: Area) => filed, text: (n: number) => `${n} 件` },
  open: { name: '未办结', of: ({ open }: Area) => open, text: (n: number) => `${n} 件` },
  people: { name: '已报到', of: ({ people }: Area) => people, text: (n: number) => `${n} 人` },
  kept: {
    name: '按时办结率',
    of: ({ kept }: Area) => shareOnTime(kept),
    text: (n: number) => percent(n),
  },
} as const
export type MapOf = keyof typeof mapOf
export function shadesOf({ areas }: CityFigures, by: MapOf, query: Query) {
  const { of, text } = mapOf[by]
  const most = by === 'kept' ? 1 : Math.max(1, ...areas.map(area => of(area) ?? 0))
  return areas.map((area) => {
    const n = of(area)
    return {
      areaId: area.areaId,
      name: area.name,
      share: n === null ? null : n / most,
      text: n === null ? '还没有' : text(n),
      to: { query: { ...query, area: area.areaId } },
    }
  })
}

const unnamed = '未填'
/** Couriers by company, and what they do. */
export function peopleTable({ people: { groups } }: CityFigures) {
  const ofWork = [...works, null].filter(work => groups.some(group => group.work === work))
  const ofCompany = [...companies, null].filter(company => groups.some(group => group.company === company))
  const count = (company: typeof ofCompany[number], work: typeof ofWork[number]) =>
    groups.find(group => group.company === company && group.work === work)?.n ?? 0
  const nameOf = (company: typeof ofCompany[number]) => company ? companyNames[company] : unnamed
  const nameOfWork = (work: typeof ofWork[number]) => work ? workNames[work] : unnamed
  const rows: Row[] = ofCompany.map((company) => {
    const each = ofWork.map(work => count(company, work))
    return { key: company ?? '', cells: [nameOf(company), ...each, each.reduce((sum, n) => sum + n, 0)] }
  })
  const chart: Chart = {
    kind: 'stackedRows',
    names: ofCompany.map(nameOf),
    series: ofWork.map(work =>
      ({ name: nameOfWork(work), values: ofCompany.map(company => count(company, work)) })),
  }
  return { columns: ['公司', ...ofWork.map(nameOfWork), '合计'], rows, chart }
}
