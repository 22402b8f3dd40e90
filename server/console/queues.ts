import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { SQL } from 'drizzle-orm'
import { inArea } from '#server/core/areas/index.ts'
import { areasOf, inAreas, scopesOf, seesCity } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { deskRows } from '#server/features/reports/desk-reports.ts'
import { isOpenBy } from '#server/features/reports/report.ts'
import { hasTerms } from '#server/features/reports/search-reports.ts'
import { reports } from '#server/features/reports/tables.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { queueCauses, SOON_MS } from '#shared/console/schemas.ts'
import { CLOCK_SKEW_MARKED_MS } from '#shared/reports/rules.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, count, desc, eq, inArray, isNotNull, lt, not, or, sql } from 'drizzle-orm'

type DeskPart = NonNullable<QueryInput<'console.queue'>['as']>
type Input = QueryInput<'console.queue'>
type Cause = (typeof queueCauses)[number]

const MINUTE_MS = 60_000
/** Larger than every instant (ms), so that the cause outweighs the due time in the rank. */
const CAUSE_STEP = 10_000_000_000_000
const COMMUNITY_LENGTH = areaCodeLengths.at(-1)!
const isOpen = isOpenBy(reports.state)

/** Answers `console.queue`, ordered by urgency: first by cause, then by due time. */
export const consoleQueue: QueryHandler<'console.queue'> = async (input, context) => {
  const asOf = input.asOf ?? Math.floor(context.now / MINUTE_MS) * MINUTE_MS
  const areas = areasOf(context.actor)
  const { as = areas.length > 0 ? 'staff' : 'unit', view } = input
  const causes = causesOf(as === 'unit', asOf)
  const scope = and(scopeOf(input, context, as), narrowed(input, context, as))
  const meant = view === 'done'
    ? and(scope, not(isOpen))
    : and(scope, isOpen, view === 'todo' ? causes.todo : not(causes.todo), causes.is(input.cause))
  const rank = (view === 'done' ? sql`${reports.number}` : causes.rank).mapWith(Number)
  const { read } = context
  const { rows, hasMore } = await pageOf({
    range: input,
    most: REPORTS_PAGE_MAX,
    rank,
    read: async (within, limit) => {
      // Ranks come from the index alone; only the rows of the page are read.
      const ranked = await read
        .select({ number: reports.number, rank })
        .from(reports)
        .where(and(meant, within))
        .orderBy(desc(rank))
        .limit(limit)
      return await withReports(context, ranked)
    },
    rankOf: row => row.rank,
  })
  const shown = await deskRows(context, rows)
  return {
    reports: shown.map(report => ({ ...report, cause: view === 'done' ? null : causeAt(report.rank) })),
    // Counts come with the first page only, and not for a search, which would run through all rows a second
    // time.
    ...input.text === undefined && input.before === undefined && {
      counts: await countsOf(context, and(scope, isOpen), causes.number),
    },
    hasMore,
    asOf,
  }
}

async function withReports({ read }: QueryContext, ranked: readonly { number: number, rank: number }[]) {
  const numbers = ranked.map(({ number }) => number)
  const found = numbers.length === 0
    ? []
    : await read.select().from(reports).where(inArray(reports.number, numbers))
  const byNumber = new Map(found.map(report => [report.number, report]))
  return ranked.flatMap(({ number, rank }) => {
    const report = byNumber.get(number)
    return report ? [{ report, rank }] : []
  })
}

/** The reports that the asker may see. */
function scopeOf({ view }: Input, { actor }: QueryContext, as: DeskPart): SQL | undefined {
  if (as === 'unit') return inArray(reports.unitId, scopesOf(actor, 'unit'))
  const areas = areasOf(actor)
  if (seesCity(areas)) return undefined
  // Many reports are closed, so walking them by number finds the newest sooner than sorting a whole area.
  const isWide = view === 'done' && areas.some(({ length }) => length < COMMUNITY_LENGTH)
  return isWide
    ? or(...areas.map(area => sql`${reports.areaId} || '' like ${`${area}%`}`))
    : inAreas(reports.areaId, areas)
}

function narrowed(
  { kind, state, areaId, isMine, text }: Input,
  { actor }: QueryContext,
  as: DeskPart,
): SQL | undefined {
  return and(
    // Written so that it does not match the index on kind and place, by which SQLite would read every report
    // ever filed.
    kind && sql`${reports.kind} || '' = ${kind}`,
    state && eq(reports.state, state),
    areaId === undefined ? undefined : inArea(reports.areaId, areaId),
    isMine ? eq(reports.clerkId, actor.accountId) : undefined,
    text === undefined ? undefined : hasTerms(text, as === 'staff'),
  )
}

/** The causes as SQL, for a part and an instant. */
function causesOf(isUnit: boolean, asOf: number) {
  const isPlanned = isNotNull(reports.plannedOn)
  const isBack = eq(reports.awaitsStaff, true)
  const awaits = isUnit
    ? or(and(eq(reports.state, 'assigned'), not(isPlanned)), and(isPlanned, isBack))!
    : isBack
  const isEmergency = eq(reports.kind, 'emergency')
  const isDueBefore = (instant: number) => lt(reports.dueAt, instant)
  const isClockOff = sql`abs(${reports.skewMs}) > ${CLOCK_SKEW_MARKED_MS}`
  const conditions: Record<Exclude<Cause, 'running'>, SQL> = {
    emergency: isEmergency,
    overdue: isDueBefore(asOf),
    soon: isDueBefore(asOf + SOON_MS),
    reopened: and(awaits, eq(reports.cameBackAs, 'reopened'))!,
    back: and(awaits, isNotNull(reports.cameBackAs))!,
    flagged: and(awaits, or(eq(reports.reusedPhoto, true), isClockOff))!,
    new: awaits,
  }
  const whens = Object.values(conditions)
    .map((condition, at) => sql`when ${condition} then ${sql.raw(`${at}`)}`)
  const number = sql<number>`case ${sql.join(whens, sql` `)} else ${sql.raw(`${whens.length}`)} end`
  const step = sql.raw(`cast(${CAUSE_STEP} as bigint)`)
  return {
    number,
    todo: or(isEmergency, isDueBefore(asOf + SOON_MS), awaits)!,
    is: (cause: Cause | undefined) => cause && sql`${number} = ${sql.raw(`${queueCauses.indexOf(cause)}`)}`,
    rank: sql<number>`(${sql.raw(`${queueCauses.length}`)} - ${number}) * ${step} - ${reports.dueAt}`,
  }
}

const causeAt = (rank: number): Cause => queueCauses[queueCauses.length - Math.ceil(rank / CAUSE_STEP)]!

async function countsOf({ read }: QueryContext, scope: SQL | undefined, number: SQL<number>) {
  const rows = await read
    .select({ cause: number.mapWith(Number), reports: count() })
    .from(reports)
    .where(scope)
    .groupBy(sql`1`)
  const counted = new Map(rows.map(({ cause, reports }) => [queueCauses[cause], reports]))
  const counts = queueCauses.map(cause => [cause, counted.get(cause) ?? 0])
  return Object.fromEntries(counts) as Record<Cause, number>
}
