import type { Counted, Row } from '#shared/figures/schemas.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { LocationQuery } from 'vue-router'
import type { Asked } from './asked.ts'
import type { Row as TableRow } from './tables.ts'
import { areaLabel } from '#client/app/words/areas.ts'
import {
  companyNames,
  deskStateNames,
  kindNames,
  stationStateNames,
  transferNames,
  workNames,
} from '#client/app/words/index.ts'
import { RowsInput, UNSAID } from '#shared/figures/schemas.ts'
import { roleNames } from '#shared/identity/roles.ts'
import { timeOf } from '#shared/kernel/day.ts'
import * as v from 'valibot'
import { weekdays } from './words.ts'

type Input = QueryInput<'figures.rows'>

/** How a figure's rows are called, in which unit they are counted, and which of all they are. */
interface Naming {
  readonly name: string
  readonly unit: string
  readonly when: string
  readonly isNow?: true
}
const filed = '这段时间收到的'
const settled = '这段时间办结的'
const moved = '这段时间的'
export const namings: Readonly<Record<Counted, Naming>> = {
  filed: { name: '上报', unit: '件', when: filed },
  answered: { name: '有了首次答复', unit: '件', when: filed },
  ended: { name: '已办结', unit: '件', when: filed },
  resolved: { name: '处理过', unit: '件', when: filed },
  reopened: { name: '重新处理过', unit: '件', when: filed },
  rated: { name: '评过分', unit: '件', when: filed },
  cameBack: { name: '90 天内又坏', unit: '件', when: filed },
  settled: { name: '办结', unit: '件', when: settled },
  closed: { name: '办结', unit: '件', when: settled },
  onTime: { name: '按时办结', unit: '件', when: settled },
  overdue: { name: '超时未办', unit: '件', when: '到这段时间结束还没办的' },
  open: { name: '未办结', unit: '件', when: '到现在的', isNow: true },
  people: { name: '已报到', unit: '人', when: '到现在的', isNow: true },
  registered: { name: '新报到', unit: '人', when: moved },
  stations: { name: '驿站', unit: '个', when: '到现在的', isNow: true },
  stationsOpen: { name: '此刻开放的驿站', unit: '个', when: '到现在的', isNow: true },
  visits: { name: '进站', unit: '人次', when: moved },
  teams: { name: '志愿小队', unit: '支', when: '到现在的', isNow: true },
  activities: { name: '办成的活动', unit: '场', when: moved },
  places: { name: '参加活动', unit: '人次', when: moved },
  issued: { name: '发出积分', unit: '分', when: moved },
  spent: { name: '换掉积分', unit: '分', when: moved },
  lapsed: { name: '到期积分', unit: '分', when: moved },
  takenBack: { name: '收回积分', unit: '分', when: moved },
  held: { name: '现在冻结的积分', unit: '分', when: '换了还没领的', isNow: true },
}

/** The schemas of the conditions that narrow a figure down besides area and time. */
const { entries } = v.omit(RowsInput.pipe[0], ['areaId', 'from', 'to', 'before', 'until'])
export const conditionNames = Object.keys(entries)

/** The conditions that an address names; unknown names and invalid values are left out. */
export function conditionsIn(query: LocationQuery): Omit<Input, keyof Asked | 'before' | 'until'> {
  const given = Object.entries(entries).flatMap(([name, schema]) => {
    const value = query[name]
    const isNumber = name === 'weekday' || name === 'hour'
    const parsed = v.safeParse(schema, isNumber && typeof value === 'string' ? Number(value) : value)
    return value !== undefined && parsed.success ? [[name, parsed.output]] : []
  })
  return Object.fromEntries(given)
}

/** The heading for the rows of a figure. */
export function titleOf(asked: Partial<Input>): string {
  const { of = 'filed', kind, state, role, company, work, day, weekday, hour } = asked
  const parts = [
    kind && (kind === 'voices' ? '心声' : kindNames[kind]),
    state && deskStateNames[state],
    role && roleNames[role],
    company && (company === UNSAID ? '公司未填' : companyNames[company]),
    work && (work === UNSAID ? '工种未填' : workNames[work]),
    day,
    weekday !== undefined && weekdays[weekday],
    hour !== undefined && `${hour} 时`,
    namings[of].name,
  ]
  return parts.filter(Boolean).join(' · ')
}

const time = (at: number | null) => at === null ? '—' : timeOf(at).slice(0, 16)
const place = (name: string | null) => name === null ? '' : name.split(' · ').map(areaLabel).join(' ')
const queueViewOf = ({ settledAt }: { readonly settledAt: number | null }) =>
  settledAt === null ? 'running' : 'done'

type Of<What extends Row['what']> = Extract<Row, { what: What }>
const reportColumns = ['编号', '类别', '状态', '在哪里', '收到', '应办结', '首次答复', '办结', '评分']
const reportCells = (row: Of<'report'>): TableRow['cells'] => [
  { text: `#${row.number}`, to: `/console/reports/${row.id}?view=${queueViewOf(row)}` },
  kindNames[row.kind],
  deskStateNames[row.state],
  place(row.areaName),
  time(row.filedAt),
  time(row.dueAt),
  time(row.answeredAt),
  time(row.settledAt),
  row.score ?? '—',
]
const voiceCells = (row: Of<'voice'>): TableRow['cells'] => [
  { text: '心声', to: `/voices/${row.id}` },
  '承诺的答复',
  row.metAt === null ? '还没答复' : '已答复',
  place(row.areaName),
  '—',
  time(row.promisedAt),
  '—',
  time(row.metAt),
  '—',
]

/** The rows of a figure as a table; `toDay`: the address of the rows of one day. */
export function tableOf(rows: readonly Row[], toDay: (day: string) => string) {
  const cellsOf = (row: Row): TableRow['cells'] => {
    switch (row.what) {
      case 'report': return reportCells(row)
      case 'voice': return voiceCells(row)
      case 'person': return [
        row.registeredOn,
        roleNames[row.role],
        row.company ? companyNames[row.company] : '—',
        row.work ? workNames[row.work] : '—',
        place(row.areaName),
      ]
      case 'station': return [
        { text: row.name, to: `/stations/${row.id}` },
        stationStateNames[row.state],
        place(row.areaName),
      ]
      case 'team': return [{ text: row.name, to: `/teams/${row.id}` }, row.foundedOn, place(row.areaName)]
      case 'activity': return [
        { text: row.title, to: `/activities/${row.id}` },
        time(row.startsAt),
        place(row.areaName),
        row.came,
      ]
      case 'day': return [row.day, { text: row.n, to: toDay(row.day) }]
      case 'visits': return [{ text: row.name, to: `/stations/${row.id}` }, place(row.areaName), row.n]
      case 'transfer': return [time(row.at), transferName(row.reason), row.n]
    }
  }
  const [first] = rows
  return {
    columns: first ? columnsOf[first.what] : [],
    rows: rows.map(row => ({ key: row.id, cells: cellsOf(row) })),
  }
}
const transferName = (reason: string) => (transferNames as Record<string, string>)[reason] ?? reason
const columnsOf: Readonly<Record<Row['what'], readonly string[]>> = {
  report: reportColumns,
  voice: reportColumns,
  person: ['报到', '身份', '公司', '工种', '在哪里'],
  station: ['驿站', '此刻', '在哪里'],
  team: ['小队', '成立', '在哪里'],
  activity: ['活动', '开始', '在哪里', '参加人次'],
  day: ['哪一天', '数量'],
  visits: ['驿站', '在哪里', '人次'],
  transfer: ['入账时间', '原因', '积分'],
}
