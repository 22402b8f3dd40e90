import type { CityFigures, Counted } from '#shared/figures/schemas.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { RouteLocationRaw } from 'vue-router'
import type { Asked } from './asked.ts'
import type { Chart } from './chart.ts'
import { companyNames, deskStateNames, kindNames, workNames } from '#client/app/words/index.ts'
import { UNSAID } from '#shared/figures/schemas.ts'
import { companies, works } from '#shared/identity/schemas.ts'
import { addKept, shareOnTime } from '#shared/promises/rules.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'
import { daysByMonth, monthsOf, partText, percent, starsText, waitText, weekOf } from './words.ts'

export interface Row {
  readonly key: string
  readonly cells: readonly ({ text: number | string, to?: RouteLocationRaw } | number | string)[]
}
type Area = CityFigures['areas'][number]

/** Where the rows behind the figures of an area in these months are listed. */
export const rowsBehind = ({ areaId, from, to }: Asked) =>
  (query: { readonly of?: Counted } & Readonly<Record<string, string>>): RouteLocationRaw =>
    ({ path: '/console/figures/rows', query: { area: areaId, from, to, ...query } })
type Behind = ReturnType<typeof rowsBehind>

/** The honest clock: reports by kind, and what was promised to 心声. */
export function keptRows({ reports, voices }: CityFigures, behind: Behind): Row[] {
  const row = (key: string, name: string, kept: Kept): Row => {
    const to = (of: Counted) => behind({ of, ...key !== 'all' && { kind: key } })
    return {
      key,
      cells: [
        name,
        { text: percent(shareOnTime(kept)), to: to('onTime') },
        { text: kept.onTime, to: to('onTime') },
        { text: kept.closed, to: to('closed') },
        { text: kept.overdue, to: to('overdue') },
      ],
    }
  }
  return [
    ...reports.kinds.map(({ kind, kept }) => row(kind, kindNames[kind], kept)),
    row('voices', '心声（承诺的答复）', voices),
    row('all', '合计', addKept(reports.kept, voices)),
  ]
}

export function kindRows({ reports: { kinds } }: CityFigures, behind: Behind): Row[] {
  return kinds.map(({ kind, filed, answered, settled }) => {
    const [toAnswered, toEnded] = [behind({ of: 'answered', kind }), behind({ of: 'ended', kind })]
    return {
      key: kind,
      cells: [
        kindNames[kind],
        { text: filed, to: behind({ kind }) },
        { text: waitText(answered.median), to: toAnswered },
        { text: waitText(answered.ninth), to: toAnswered },
        { text: waitText(settled.median), to: toEnded },
        { text: waitText(settled.ninth), to: toEnded },
      ],
    }
  })
}
export const kindChart = ({ reports: { kinds } }: CityFigures): Chart => ({
  kind: 'rows',
  names: reportKinds.map(kind => kindNames[kind]),
  series: [{ name: '上报', values: kinds.map(({ filed }) => filed) }],
})

export function stateRows({ reports: { states, filed } }: CityFigures, behind: Behind): Row[] {
  return reportStates.map((state) => {
    const n = states[state] ?? 0
    return {
      key: state,
      cells: [deskStateNames[state], { text: n, to: behind({ state }) }, partText({ n, of: filed })],
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
  months: Pick<Asked, 'from' | 'to'>,
  inside: (areaId: string) => RouteLocationRaw,
): Row[] {
  return areas.map(({ areaId, name, people, filed, open, kept, reopened, rated }) => {
    const behind = rowsBehind({ ...months, areaId })
    return {
      key: areaId,
      cells: [
        { text: name, to: inside(areaId) },
        { text: people, to: behind({ of: 'people' }) },
        { text: filed, to: behind({}) },
        { text: open, to: behind({ of: 'open' }) },
        { text: percent(shareOnTime(kept)), to: behind({ of: 'onTime' }) },
        { text: kept.overdue, to: behind({ of: 'overdue' }) },
        { text: partText(reopened), to: behind({ of: 'reopened' }) },
        { text: starsText(rated), to: behind({ of: 'rated' }) },
      ],
    }
  })
}

export function monthChart({ reports: { days } }: CityFigures): Chart {
  const months = monthsOf(days)
  return {
    kind: 'lines',
    names: months.map(({ month }) => month),
    series: [
      { name: '上报', values: months.map(({ filed }) => filed) },
      { name: '办结', values: months.map(({ settled }) => settled) },
    ],
  }
}
/** Each month's reports, and what was settled in it. */
export const monthRows = ({ reports: { days } }: CityFigures, areaId: string): Row[] =>
  monthsOf(days).map(({ month, filed, settled }) => {
    const behind = rowsBehind({ areaId, from: month, to: month })
    return {
      key: month,
      cells: [month, { text: filed, to: behind({}) }, { text: settled, to: behind({ of: 'settled' }) }],
    }
  })

/** Reports filed and settled by day of the week, summed over all weeks shown. */
export function weekRows({ reports: { days } }: CityFigures, behind: Behind): Row[] {
  const week = weekOf(days)
  return (['filed', 'settled'] as const).map(of => ({
    key: of,
    cells: [
      of === 'filed' ? '上报' : '办结',
      ...week.map((each, weekday) => ({ text: each[of], to: behind({ of, weekday: String(weekday) }) })),
    ],
  }))
}

export const dayChart = ({ reports: { days } }: CityFigures): Chart =>
  ({ kind: 'calendar', days: days.map(({ day, filed: n }) => ({ day, n })) })
/** A row for each month, with a cell for each of its days. */
export const dayRows = ({ reports: { days } }: CityFigures, areaId: string): Row[] =>
  daysByMonth(days, 'filed').map(({ month, sum, days: each }) => {
    const behind = rowsBehind({ areaId, from: month, to: month })
    const cells = each.map(found => found ? { text: found.n, to: behind({ day: found.day }) } : '')
    return { key: month, cells: [month, ...cells, { text: sum, to: behind({}) }] }
  })

export const hourChart = ({ stations: { hours } }: CityFigures): Chart => ({
  kind: 'bars',
  names: hours.map((_, hour) => `${hour} 时`),
  series: [{ name: '进站', values: hours }],
})
export const hourRows = ({ stations: { hours } }: CityFigures, behind: Behind): Row[] => [{
  key: 'visits',
  cells: ['人次', ...hours.map((n, hour) => ({ text: n, to: behind({ of: 'visits', hour: String(hour) }) }))],
}]

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
export function peopleTable({ people: { groups } }: CityFigures, behind: Behind) {
  const ofWork = [...works, null].filter(work => groups.some(group => group.work === work))
  const ofCompany = [...companies, null].filter(company => groups.some(group => group.company === company))
  const count = (company: typeof ofCompany[number], work: typeof ofWork[number]) =>
    groups.find(group => group.company === company && group.work === work)?.n ?? 0
  const nameOf = (company: typeof ofCompany[number]) => company ? companyNames[company] : unnamed
  const nameOfWork = (work: typeof ofWork[number]) => work ? workNames[work] : unnamed
  const rows: Row[] = ofCompany.map((company) => {
    const to = (query: Record<string, string> = {}) =>
      behind({ of: 'people', role: 'courier', company: company ?? UNSAID, ...query })
    const each = ofWork.map(work => count(company, work))
    const sum = each.reduce((total, n) => total + n, 0)
    return {
      key: company ?? '',
      cells: [
        nameOf(company),
        ...ofWork.map((work, at) => ({ text: each[at]!, to: to({ work: work ?? UNSAID }) })),
        { text: sum, to: to() },
      ],
    }
  })
  const chart: Chart = {
    kind: 'stackedRows',
    names: ofCompany.map(nameOf),
    series: ofWork.map(work =>
      ({ name: nameOfWork(work), values: ofCompany.map(company => count(company, work)) })),
  }
  return { columns: ['公司', ...ofWork.map(nameOfWork), '合计'], rows, chart }
}
