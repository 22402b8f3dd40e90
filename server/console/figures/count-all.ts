import type { Reader, Transaction } from '#server/database/database.ts'
import type { ReportKind, ReportState } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import { inArea } from '#server/core/areas/index.ts'
import { reports, reportSteps } from '#server/features/reports/tables.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { BACK_DAYS, groundlessStates, SAME_PLACE, waitSteps } from '#shared/figures/rules.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { mendedStates, openStates, reportKinds } from '#shared/reports/rules.ts'
import { and, gt, lte, max, min, sql } from 'drizzle-orm'
import { cursorOf, setCursor } from './cursors.ts'
import { number, oneOf, saveFacts, squareIn } from './facts.ts'
import { figureCursors, figureDays, figureMonths, figureReports, figureWaits } from './tables.ts'

const AT_ONCE = 20_000
type Step = <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>

/**
 * Counts all reports from the beginning in SQL, with the result that `openSums` has one by one; other
 * transactions run between the steps. Reports that change meanwhile are counted anew afterwards, since their
 * steps lie behind the cursor. False while another server does this, and if a server that stops left it: the
 * next count begins anew.
 */
export async function countAll(
  transact: Step,
  clock: () => number,
  isStopping: () => boolean,
): Promise<boolean> {
  if (!await transact(tx => claim(tx, clock()))) return false
  const step: Step = async work => await transact(async (tx) => {
    const result = await work(tx)
    await setCursor(tx, 'claim', String(clock()))
    return result
  })
  for await (const _ of stepsOf(step)) {
    if (!isStopping()) continue
    await transact(tx => setCursor(tx, 'claim', '0')) // So that the next start does not wait for its end.
    return false
  }
  await step(tx => setCursor(tx, 'whole', '1'))
  return true
}

/** Does the count's steps one after the other. */
async function* stepsOf(step: Step): AsyncGenerator<void> {
  yield await step(begin)
  while (await step(fill)) yield
  for (const kind of reportKinds) yield await step(tx => markAll(tx, kind))
  for (const piece of await step(piecesOf)) {
    for (const write of [writeMonths, writeDays, writeWaits]) yield await step(tx => write(tx, piece))
  }
}

/** A server that has written no step for this long (ms) has died. */
const CLAIM_MS = 300_000

/** Claims the count; false while another server holds it, whose work `begin` would undo. */
async function claim(tx: Transaction, now: number): Promise<boolean> {
  const claimed = await cursorOf(tx, 'claim')
  if (claimed !== undefined && Number(claimed) > now - CLAIM_MS) return false
  await setCursor(tx, 'claim', String(now))
  return true
}

async function begin(tx: Transaction): Promise<void> {
  for (const table of [figureReports, figureMonths, figureDays, figureWaits, figureCursors])
    await tx.delete(table)
  const [last] = await tx.select({ id: max(reportSteps.id) }).from(reportSteps)
  await setCursor(tx, 'steps', last?.id ?? '')
}

/** Reads one batch of reports; true while there are more. */
async function fill(tx: Transaction): Promise<boolean> {
  const upTo = Number(await cursorOf(tx, 'reports') ?? 0)
  const [last] = await tx.select({ number: max(reports.number) }).from(reports)
  const until = Math.min(upTo + AT_ONCE, last?.number ?? 0)
  if (until <= upTo) return false
  await saveFacts(tx, and(gt(reports.number, upTo), lte(reports.number, until))!)
  await setCursor(tx, 'reports', String(until))
  return true
}

/**
 * Finds the places of a kind that came back, as `cameBackBy` does, by an index lookup for each square. `cross
 * join` keeps SQLite from starting at the other table, which would compare all with all.
 */
async function markAll(tx: Transaction, kind: ReportKind): Promise<void> {
  const column = (table: string, name: string) => sql.raw(`${table}.${name}`)
  const [fact, other] = [(name: string) => column('f', name), (name: string) => column('o', name)]
  const near = (name: string) => sql`abs(${fact(name)} - ${other(name)}) <= ${number(SAME_PLACE)}`
  const square = squareIn(fact('north'), fact('east'), [sql.raw('u.n'), sql.raw('e.n')])
  const beside = sql`(select -1 as n union all select 0 union all select 1)`
  await tx
    .update(figureReports)
    .set({ cameBack: true })
    .where(sql`${figureReports.reportId} in (
      select f.report_id from ${figureReports} f cross join ${beside} u cross join ${beside} e
        cross join ${figureReports} o
      where f.kind = ${kind} and o.kind = f.kind and o.square = ${square}
        and f.square is not null and f.state in ${oneOf(mendedStates)}
        and o.report_id <> f.report_id and o.state not in ${oneOf(groundlessStates)}
        and o.filed_at > f.settled_at and o.filed_at <= f.settled_at + ${number(BACK_DAYS * DAY_MS)}
        and ${near('north')} and ${near('east')})`)
}

const SHANGHAI_MS = 8 * 3_600_000
const dayNumber = (at: SQL) => sql`(${at} + ${number(SHANGHAI_MS)}) / ${number(DAY_MS)}`

/** Areas whose sums one step writes: `within` and those inside it, of these lengths of their codes. */
interface Piece { readonly within: string, readonly lengths: readonly number[], readonly calendar: SQL }

/** One piece for the city alone, and one for each district with all inside it. */
async function piecesOf(tx: Transaction): Promise<Piece[]> {
  const calendar = await calendarOf(tx)
  const [city, ...inside] = areaCodeLengths
  const within = async (length: number) => (await tx
    .selectDistinct({ code: sql<string>`substr(${figureReports.areaId}, 1, ${number(length)})` })
    .from(figureReports)
    .where(sql`length(${figureReports.areaId}) >= ${number(length)}`)).map(({ code }) => code)
  return [
    ...(await within(city)).map(code => ({ within: code, lengths: [city], calendar })),
    ...(await within(inside[0])).map(code => ({ within: code, lengths: inside, calendar })),
  ]
}

/**
 * All days on which a report counts, by their number since 1970, because the engines format dates
 * differently.
 */
async function calendarOf(read: Reader): Promise<SQL> {
  const { filedAt, dueAt, settledAt } = figureReports
  const [ends] = await read
    .select({ a: min(filedAt), b: min(dueAt), c: max(filedAt), d: max(dueAt), e: max(settledAt) })
    .from(figureReports)
  const known = Object.values(ends ?? {}).filter(at => at !== null).map(Number)
  const first = Math.floor((Math.min(...known) + SHANGHAI_MS) / DAY_MS)
  const last = Math.floor((Math.max(...known) + SHANGHAI_MS) / DAY_MS)
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  const rows = days.map((n) => {
    const day = dayOf(n * DAY_MS)
    return `(${n}, '${day}', '${day.slice(0, 7)}')`
  })
  return sql.raw(`calendar (n, day, month) as (values ${rows.join(', ')})`)
}

type Column = Exclude<keyof typeof figureMonths.$inferSelect, 'areaId' | 'month' | 'kind'>
const isLate = sql`settled_at > due_at`
const inState = (state: ReportState) => sql`case when state = ${sql.raw(`'${state}'`)} then 1 else 0 end`
const oneIf = (is: SQL) => sql`case when ${is} then 1 else 0 end`
/** What a report adds to its columns in the month of filing, in the table's order. */
const onFiling = {
  filed: number(1),
  accepted: inState('accepted'),
  assigned: inState('assigned'),
  working: inState('working'),
  resolved: inState('resolved'),
  closed: inState('closed'),
  declined: inState('declined'),
  unable: inState('unable'),
  merged: inState('merged'),
  withdrawn: inState('withdrawn'),
  wasResolved: oneIf(sql`was_resolved`),
  wasReopened: oneIf(sql`was_reopened`),
  rated: oneIf(sql`score is not null`),
  scores: sql`coalesce(score, 0)`,
  mended: oneIf(sql`state in ${oneOf(mendedStates)} and square is not null`),
  cameBack: oneIf(sql`came_back`),
} satisfies Record<Exclude<Column, 'settled' | 'settledLate' | 'fellDue'>, SQL>
const zeros = (n: number) => sql.raw(Array.from({ length: n }, () => '0').join(', '))
const columnsOf = (n: number) => sql.raw(Array.from({ length: n }, (_, at) => `sum(c${at})`).join(', '))

/** Facts of a piece, once for each area around that the piece has. */
const factsIn = ({ within, lengths }: Piece): SQL => sql`${figureReports}
  join (${sql.join(lengths.map(length => sql`select ${number(length)} as l`), sql` union all `)}) levels
    on length(area_id) >= levels.l and ${inArea(figureReports.areaId, within)}`
const area = sql`substr(area_id, 1, levels.l)`

async function writeMonths(tx: Transaction, piece: Piece): Promise<void> {
  const filing = Object.values(onFiling).map((told, at) => sql`${told} ${sql.raw(`as c${at}`)}`)
  const n = filing.length
  const from = factsIn(piece)
  await tx.insert(figureMonths).select(sql`with ${piece.calendar}
    select area_id, month, kind, ${columnsOf(n + 3)} from (
      select ${area} as area_id, ${dayNumber(sql`filed_at`)} as d, kind, ${sql.join(filing, sql`, `)},
        0 as ${sql.raw(`c${n}`)}, 0 as ${sql.raw(`c${n + 1}`)}, 0 as ${sql.raw(`c${n + 2}`)} from ${from}
      union all select ${area}, ${dayNumber(sql`settled_at`)}, kind, ${zeros(n)},
        1, case when ${isLate} then 1 else 0 end, 0 from ${from} where settled_at is not null
      union all select ${area}, ${dayNumber(sql`due_at`)}, kind, ${zeros(n)}, 0, 0, 1 from ${from}
        where ${isLate} or state in ${oneOf(openStates)}
    ) told join calendar on calendar.n = told.d group by area_id, month, kind`)
}

async function writeDays(tx: Transaction, piece: Piece): Promise<void> {
  const from = factsIn(piece)
  await tx.insert(figureDays).select(sql`with ${piece.calendar}
    select area_id, day, sum(c0), sum(c1) from (
      select ${area} as area_id, ${dayNumber(sql`filed_at`)} as d, 1 as c0, 0 as c1 from ${from}
      union all select ${area}, ${dayNumber(sql`settled_at`)}, 0, 1 from ${from} where settled_at is not null
    ) told join calendar on calendar.n = told.d group by area_id, day`)
}

/** `waitOf` in SQL. */
function waitIn(since: SQL): SQL {
  const minutes = sql`((${since} - filed_at + 59999) / 60000)`
  const cases = waitSteps.map(([most, step]) => {
    const rounded = sql`(${minutes} + ${number(step - 1)}) / ${number(step)} * ${number(step)}`
    const isLast = most === Infinity
    return isLast ? sql`else ${rounded} end` : sql`when ${minutes} <= ${number(most)} then ${rounded}`
  })
  const [[, least]] = waitSteps
  return sql`case when ${since} <= filed_at then ${number(least)} ${sql.join(cases, sql` `)}`
}

async function writeWaits(tx: Transaction, piece: Piece): Promise<void> {
  const from = factsIn(piece)
  const waited = (of: 'answered' | 'settled', since: SQL) => sql`
    select ${area} as area_id, ${dayNumber(sql`filed_at`)} as d, kind, ${sql.raw(`'${of}'`)} as what,
      ${waitIn(since)} as wait from ${from} where ${since} is not null`
  await tx.insert(figureWaits).select(sql`with ${piece.calendar}
    select area_id, month, kind, what, wait, count(*) from (
      ${waited('answered', sql`answered_at`)} union all ${waited('settled', sql`settled_at`)}
    ) told join calendar on calendar.n = told.d group by area_id, month, kind, what, wait`)
}
