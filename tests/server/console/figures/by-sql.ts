import type { City } from '#server/city.ts'
import type { Answer } from '#shared/queries.ts'
import { waitOf } from '#shared/figures/rules.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'

interface Asked { readonly areaId: string, readonly from: string, readonly to: string, readonly asOf: number }
type Figures = Answer<'figures.city'>

const open = '(\'filed\', \'accepted\', \'assigned\', \'working\')'
const settled = '(\'resolved\', \'closed\', \'declined\', \'unable\')'
const mended = '(\'resolved\', \'closed\')'
const answers =
  `('asked', 'accepted', 'declined', 'unable', 'merged', 'rerouted', 'assigned', 'resolved')`
const settledAt =
  `case when r.state in ${mended} then coalesce(r.resolved_at, r.state_since) else r.state_since end`

/**
 * The figures of an area over months, by plain SQL over the tables that people write: nothing of what counts
 * them in the product.
 */
export async function figuresBySql({ database }: Pick<City, 'database'>, asked: Asked) {
  const begin = startOfDay(`${asked.from}-01`)
  const end = startOfDay(nextMonth(asked.to))
  const one = async (statement: string): Promise<Record<string, number>> =>
    numbers((await database.run(statement))[0]!)
  const inArea = (column: string) => `${column} like '${asked.areaId}%'`
  const inMonths = (column: string) => `${column} >= ${begin} and ${column} < ${end}`
  const filed = `from reports r where ${inArea('r.area_id')} and ${inMonths('r.filed_at')}`
  const clock = async (where: string) => await one(`select
    coalesce(sum(case when ${inMonths(settledAt)} and ${settledAt} <= r.due_at then 1 end), 0) as on_time,
    coalesce(sum(case when ${inMonths(settledAt)} then 1 else 0 end), 0) as closed
    from reports r where r.state in ${settled} and ${inArea('r.area_id')} and ${where}`)
  const until = Math.min(end, asked.asOf)
  const overdue = async (where: string) => (await one(`select count(*) as n from reports r
    where ${inArea('r.area_id')} and ${where} and r.due_at < ${until} and (r.state in ${open}
      or (r.state in ${settled} and ${settledAt} > r.due_at and ${settledAt} >= ${until}))`)).n!
  const kept = async (where: string) => {
    const { on_time: onTime, closed } = await clock(where)
    return { onTime, closed, overdue: await overdue(where) }
  }
  const waits = async (since: string, where: string) =>
    (await database.run(`select ${since} - r.filed_at as wait ${filed} and ${where}`))
      .filter(({ wait }) => wait !== null)
      .map(({ wait }) => Number(wait))
      .sort((a, b) => a - b)
  const speed = async (since: string, where: string) => {
    const sorted = await waits(since, where)
    const at = (share: number) =>
      sorted.length === 0 ? null : waitOf(sorted[Math.ceil(sorted.length * share) - 1]!)
    return { n: sorted.length, median: at(0.5), ninth: at(0.9) }
  }
  const answered = `(select min(s.at) from report_steps s where s.report_id = r.id
    and s.step in ${answers} and s.part in ('staff', 'unit'))`
  const speeds = async (where: string) => ({
    answered: await speed(answered, where),
    settled: await speed(settledAt, `${where} and r.state in ${settled}`),
  })
  const had = (step: string) =>
    `exists (select 1 from report_steps s where s.report_id = r.id and s.step = '${step}')`
  const countOf = async (where: string) => (await one(`select count(*) as n ${filed} and ${where}`)).n!
  // 50 m each way, in the steps of 5 m that a place is told in.
  const near = (column: string, degrees: string) =>
    `abs(round(r.${column} / ${degrees}) - round(o.${column} / ${degrees})) <= 10`
  const cameBack = `r.state in ${mended} and r.latitude is not null and exists (select 1 from reports o
    where o.kind = r.kind and o.id <> r.id and o.state not in ('declined', 'withdrawn')
      and o.filed_at > ${settledAt} and o.filed_at <= ${settledAt} + 7776000000
      and ${near('latitude', '0.000045')} and ${near('longitude', '0.0000522')})`
  const rated = await one(`select count(r.score) as n, coalesce(sum(r.score), 0) as scores ${filed}`)
  const states = await database.run(`select r.state, count(*) as n ${filed} group by r.state`)
  const kinds = []
  for (const kind of reportKinds) {
    const where = `r.kind = '${kind}'`
    kinds.push({ kind, filed: await countOf(where), kept: await kept(where), ...await speeds(where) })
  }
  const reports: Omit<Figures['reports'], 'days'> = {
    filed: await countOf('1 = 1'),
    states: Object.fromEntries(reportStates.map(state =>
      [state, Number(states.find(row => row.state === state)?.n ?? 0)])) as Figures['reports']['states'],
    kept: await kept('1 = 1') as Figures['reports']['kept'],
    ...await speeds('1 = 1'),
    reopened: { n: await countOf(had('reopened')), of: await countOf(had('resolved')) },
    rated: rated as { n: number, scores: number },
    cameBack: {
      n: await countOf(cameBack),
      of: await countOf(`r.state in ${mended} and r.latitude is not null`),
    },
    kinds: kinds as Figures['reports']['kinds'],
  }
  const voices = await one(`select
    coalesce(sum(case when v.met_at < ${until} and v.met_at <= v.promised_at then 1 end), 0) as "onTime",
    coalesce(sum(case when v.met_at < ${until} then 1 end), 0) as closed,
    coalesce(sum(case when v.promised_at < ${until} and (v.met_at >= ${until}
      or (v.met_at is null and v.state in ('open', 'promised', 'answered'))) then 1 end), 0) as overdue
    from voices v where v.promised_at is not null and (v.met_at is null or v.met_at >= ${begin})
      and ${inArea('v.area_id')}`)
  return { reports, voices, ...await othersBySql(one, { inArea, inMonths }) }
}

/** All sums that are kept, table by table, as text in an order of their own. */
export const countedRows = async ({ database }: Pick<City, 'database'>): Promise<string[][]> =>
  await Promise.all(['reports', 'months', 'days', 'waits', 'visits', 'points'].map(async table =>
    (await database.run(`select * from figure_${table}`)).map(row => JSON.stringify(row)).sort()))

/** Couriers of an area by company and kind of work, as `company work n`, in the order of these words. */
export const groupsBySql = async ({ database }: Pick<City, 'database'>, areaId: string): Promise<string[]> =>
  (await database.run(`select coalesce(company, '') as company, coalesce(work, '') as work, count(*) as n
    from accounts where role = 'courier' and registered_at is not null and deleted_at is null
      and area_id like '${areaId}%' group by company, work`))
    .map(({ company, work, n }) => `${String(company)} ${String(work)} ${Number(n)}`)
    .sort()

/**
 * Stations of an area that are open at an instant: nobody has shut or doubts them, and they open by code or
 * the hours of their day, or of the evening before, cover the minute.
 */
export async function openBySql({ database }: Pick<City, 'database'>, areaId: string, now: number) {
  const shanghai = new Date(now + 28_800_000)
  const minute = shanghai.getUTCHours() * 60 + shanghai.getUTCMinutes() + shanghai.getUTCSeconds() / 60
  const rows = await database.run(`select is_self_service, week, exceptions from stations
    where area_id like '${areaId}%' and shut_words is null and doubtful_since is null`)
  const parsed = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as never
  const covers = (row: Record<string, unknown>, at: Date, minutes: number) => {
    const [week, exceptions]: [(number[] | null)[], { day: string, span: number[] | null }[]] =
      [parsed(row.week), parsed(row.exceptions)]
    const day = at.toISOString().slice(0, 10)
    const other = exceptions.find(each => each.day === day)
    const spans = (other ? other.span : week[(at.getUTCDay() + 6) % 7]) ?? []
    return spans.some((from, nth) => nth % 2 === 0 && minutes >= from && minutes < spans[nth + 1]!)
  }
  return rows.filter(row => Boolean(row.is_self_service)
    || covers(row, shanghai, minute)
    || covers(row, new Date(shanghai.getTime() - 86_400_000), minute + 1440)).length
}

async function othersBySql(
  one: (statement: string) => Promise<Record<string, number>>,
  { inArea, inMonths }: Record<'inArea' | 'inMonths', (column: string) => string>,
) {
  const people = await one(`select
    sum(case when role = 'courier' then 1 else 0 end) as couriers,
    sum(case when role = 'resident' then 1 else 0 end) as residents,
    sum(case when ${inMonths('registered_at')} then 1 else 0 end) as registered
    from accounts where registered_at is not null and deleted_at is null and ${inArea('area_id')}`)
  const visits = await one(`select count(*) as n from visits v join stations s on s.id = v.station_id
    where ${inArea('s.area_id')} and ${inMonths('v.entered_at')}
      and (v.left_at is null or v.left_at > v.entered_at)`)
  const held = `from activities a where a.state = 'finished' and ${inArea('a.area_id')}
    and ${inMonths('a.starts_at')}`
  const places = await one(`select count(*) as n from signups s join openings o on o.id = s.opening_id
    where s.state = 'came' and o.kind = 'activity' and o.ref in (select a.id ${held})`)
  const points = await one(`select
    coalesce(sum(case when debit = 'issued' and ${inMonths('posted_at')} then amount end), 0) as issued,
    coalesce(sum(case when kind = 'settle' and ${inMonths('posted_at')} then amount end), 0) as spent,
    coalesce(sum(case when credit = 'expired' and ${inMonths('posted_at')} then amount end), 0) as lapsed,
    coalesce(sum(case when credit = 'issued' and ${inMonths('posted_at')} then amount end), 0) as taken_back,
    (select coalesce(sum(held), 0) from point_accounts) as held from transfers`)
  const { taken_back: takenBack, ...moved } = points
  return {
    people,
    visits: visits.n,
    volunteering: {
      teams: (await one(`select count(*) as n from teams where ${inArea('area_id')}`)).n,
      activities: (await one(`select count(*) as n ${held}`)).n,
      places: places.n,
    },
    points: { ...moved, takenBack },
  }
}

const numbers = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]))

const nextMonth = (month: string) => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}
