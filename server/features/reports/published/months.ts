import type { City } from '#server/city.ts'
import type { Reader } from '#server/database/database.ts'
import type { Handler, QueryHandler } from '#server/sync/context.ts'
import type { CsvCell } from '#shared/kernel/csv.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { monthAfter, monthOf, PUBLIC_LEAST, publicParts } from '#shared/figures/rules.ts'
import { BOM, csvOf } from '#shared/kernel/csv.ts'
import { startOfDay, timeOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { kindNames } from '#shared/reports/names.ts'
import { isPublished, publishedKinds, statusOf } from '#shared/reports/published.ts'
import { and, asc, desc, eq, gte, lt, min } from 'drizzle-orm'
import { reportMonths, reports } from '../tables.ts'
import { publishedPlace } from './published-reports.ts'
import { stillPublished } from './still-published.ts'

const LICENCE = 'CC BY 4.0'
/** How many months one run makes; the next run continues. */
const MADE_AT_ONCE = 12
const PAGE_ROWS = 2000
const districtLength = areaCodeLengths[1]

const startOf = (month: string) => startOfDay(`${month}-01`)
const endOf = (month: string) => startOf(monthAfter(month, 1))

/** Makes the files of each month that is over and has none yet, the oldest first. */
export async function publishMonths(city: City): Promise<number> {
  const { read } = city.database
  const [first] = await read.select({ at: min(reports.filedAt) }).from(reports)
  if (first?.at === null || first === undefined) return 0
  const made = new Set((await read.select({ month: reportMonths.month }).from(reportMonths))
    .map(({ month }) => month))
  const missing: { month: string }[] = []
  const current = monthOf(city.clock())
  for (let month = monthOf(Number(first.at)); month < current; month = monthAfter(month, 1)) {
    if (!made.has(month)) missing.push({ month })
  }
  return await asSystem(city, 'reports.publishMonth', missing.slice(0, MADE_AT_ONCE))
}

/** Decides `reports.publishMonth`: stores the public data of a month's reports as of its end; once. */
export const publishMonth: Handler<'reports.publishMonth'> = async ({ month }, { tx, now, nudge }) => {
  if (endOf(month) > now) throw new Refused({ code: 'reports.monthRunning' })
  const rows = await rowsOf(tx, month)
  const lines = await Promise.all(rows.map(async (row): Promise<CsvCell[]> => {
    const place = publishedPlace(row)
    return [
      row.number,
      row.kind,
      kindNames[row.kind],
      statusOf(row.state),
      row.state,
      timeOf(row.filedAt),
      timeOf(row.changedAt ?? row.filedAt),
      timeOf(row.dueAt),
      row.areaId,
      await nameOfArea(tx, row.areaId),
      place && Number(place.latitude.toFixed(5)),
      place && Number(place.longitude.toFixed(5)),
      LICENCE,
    ]
  }))
  await insertOnce(tx, reportMonths, {
    month,
    madeAt: now,
    count: rows.length,
    reports: BOM + csvOf([header, ...lines]),
    counts: BOM + csvOf(await countsOf(tx, rows)),
  })
  nudge('*', 'reports.months')
}

const header = [
  'number',
  'kind',
  'kind_name',
  'status',
  'state',
  'filed_at',
  'changed_at',
  'due_at',
  'area_id',
  'area',
  'latitude',
  'longitude',
  'licence',
]

/** The month's published reports in the order of their numbers, read in pages. */
async function rowsOf(read: Reader, month: string) {
  const { number, kind, state, filedAt, changedAt, dueAt, areaId, latitude, longitude } = reports
  const found = []
  for (let after = 0; ;) {
    const page = await read
      .select({ number, kind, state, filedAt, changedAt, dueAt, areaId, latitude, longitude })
      .from(reports)
      .where(and(
        gte(filedAt, startOf(month)),
        lt(filedAt, endOf(month)),
        gte(number, after),
      ))
      .orderBy(asc(number))
      .limit(PAGE_ROWS)
    found.push(...page)
    if (page.length < PAGE_ROWS) break
    after = page.at(-1)!.number + 1
  }
  return found.filter(row => isPublished(row.kind, row.state))
}
type Row = Awaited<ReturnType<typeof rowsOf>>[number]

/** The text in place of a count that is left out. */
const LEFT_OUT = '不公布'

/**
 * Counts by district and kind. Those below five are left out, and further ones with them until none can be
 * computed from the total, which is public too.
 */
async function countsOf(read: Reader, rows: readonly Row[]): Promise<CsvCell[][]> {
  const districts = [...new Set(rows.map(({ areaId }) => areaId.slice(0, districtLength)))].sort()
  const cells = districts.flatMap(district => publishedKinds.map((kind) => {
    const n = rows.filter(row => row.kind === kind && row.areaId.startsWith(district)).length
    return { district, n }
  }))
  const shown = publicParts(cells, ({ n }) => n)
  const lines: CsvCell[][] = [['area_id', 'area', ...publishedKinds]]
  for (const district of districts) {
    const own = cells.filter(cell => cell.district === district)
    const counts = own.map(cell => cell.n === 0 || shown.includes(cell) ? cell.n : LEFT_OUT)
    lines.push([district, await nameOfArea(read, district), ...counts])
  }
  return lines
}

/** Answers `reports.months`: the months with files, newest first. */
export const publishedMonths: QueryHandler<'reports.months'> = async (_input, { read }) => {
  const rows = await read
    .select({ month: reportMonths.month, madeAt: reportMonths.madeAt, count: reportMonths.count })
    .from(reportMonths)
    .orderBy(desc(reportMonths.month))
  const isFew = (n: number) => n > 0 && n < PUBLIC_LEAST
  return rows.map(({ count, ...row }) => ({ ...row, count: isFew(count) ? null : count }))
}

/** Answers `reports.monthFile`: the text of one file. */
export const monthFile: QueryHandler<'reports.monthFile'> = async ({ month, part }, { read }) => {
  const [found] = await read
    .select({ text: reportMonths[part] })
    .from(reportMonths)
    .where(eq(reportMonths.month, month))
  if (!found) throw new Refused({ code: 'reports.unknown' })
  return part === 'reports' ? { text: await stillPublished(read, month, found.text) } : found
}
