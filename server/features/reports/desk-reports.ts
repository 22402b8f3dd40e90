import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { DeskReports } from '#shared/reports/desk-schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Report } from './report.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { areasOf, inAreas, isInside, scopesOf } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { openStates } from '#shared/reports/rules.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { and, count, desc, eq, gte, inArray, isNotNull, lt, max, not, or, sql } from 'drizzle-orm'
import { raisedAmong } from './asleep/raise.ts'
import { briefsOf } from './briefs.ts'
import { lastStepsOf } from './last-step.ts'
import { afterPhotoFaults } from './mark-after-photos.ts'
import { ownAmong } from './permissions.ts'
import { reports, reportSteps } from './tables.ts'

type View = QueryInput<'desk.reports'>['view']
const isOpen = inArray(reports.state, [...openStates])

/** The reports of staff's own areas, or those sent to the unit: overdue ones first, then the newest. */
export const deskReports: QueryHandler<'desk.reports'> = async (input, context) => {
  const { view, offset = 0, asOf = context.now } = input
  const { read, actor, now } = context
  const areas = areasOf(actor)
  const { as = areas.length > 0 ? 'staff' : 'unit' } = input
  const reach =
    as === 'unit' ? inArray(reports.unitId, scopesOf(actor, 'unit')) : inAreas(reports.areaId, areas)
  const scope = input.isMine ? and(reach, eq(reports.clerkId, actor.accountId))! : reach
  const views = viewsOf(as === 'unit')
  const rank = rankAsOf(asOf)
  const { rows, hasMore } = await pageOf({
    range: input,
    most: REPORTS_PAGE_MAX,
    rank,
    read: async (within, limit) =>
      await read
        .select({ report: reports, rank })
        .from(reports)
        .where(and(scope, views[view], within))
        .orderBy(desc(rank))
        .limit(limit)
        .offset(offset),
    rankOf: row => row.rank,
  })
  const { lastDueAt, ...counts } = await countsOf(context, scope, { ...views, overdue: overdueAt(now) })
  return {
    reports: await deskRows(context, rows),
    counts,
    hasMore,
    // The earliest instant at which the same reports are overdue, so that the answer and its ETag stay equal
    // for longer.
    asOf: input.asOf ?? (lastDueAt === null ? 0 : lastDueAt + 1),
  }
}

const overdueAt = (instant: number) => and(isOpen, lt(reports.dueAt, instant))!

/** Higher than any report's number. */
const OVERDUE_RANK = 1e12
/** The rank in the list: numbers rise with time, and overdue reports stand above all others. */
const rankAsOf = (instant: number) =>
  sql`${reports.number} + case when ${overdueAt(instant)} then cast(${OVERDUE_RANK} as bigint) else 0 end`
    .mapWith(Number)

/** The conditions of the three views (to do, under way, done); each report is in exactly one. */
function viewsOf(isUnit: boolean): Record<View, SQL> {
  const isPlanned = isNotNull(reports.plannedOn)
  const isBack = eq(reports.awaitsStaff, true)
  // A planned report of a unit waits for its day, and then is to do, whether begun or not.
  const todoAtUnit = or(and(eq(reports.state, 'assigned'), not(isPlanned)), and(isPlanned, isBack))!
  const todo = isUnit ? todoAtUnit : isBack
  return { todo, running: and(isOpen, not(todo))!, done: not(isOpen) }
}

/** Reports as they stand in the desk's lists. */
export async function deskRows(
  { read, actor }: QueryContext,
  ranked: readonly { report: Report, rank: number }[],
): Promise<DeskReports['reports']> {
  const rows = ranked.map(({ report }) => report)
  const briefs = await briefsOf(read, rows)
  const unitIds = [...new Set(rows.map(({ unitId }) => unitId).filter(unitId => unitId !== null))]
  const named =
    unitIds.length === 0
      ? []
      : await read.select({ id: units.id, name: units.name }).from(units).where(inArray(units.id, unitIds))
  const names = new Map(named.map(({ id, name }) => [id, name]))
  const faults = await afterPhotoFaults(read, rows.map(({ id }) => id))
  const own = await ownAmong(read, actor.accountId, rows)
  const clerks = await clerksOf(read, actor, rows)
  const pressed = await pressedAmong(read, rows.map(({ id }) => id))
  const raised = await raisedAmong(read, rows.map(({ id }) => id))
  const lastSteps = await lastStepsOf(read, rows.map(({ id }) => id))
  return rows.map((report, i) => ({
    ...briefs[i]!,
    rank: ranked[i]!.rank,
    lastStep: lastSteps.get(report.id) ?? report.id,
    areaId: report.areaId,
    unitName: names.get(report.unitId ?? '') ?? null,
    reusedPhoto: report.reusedPhoto ?? false,
    afterPhotoFault: faults.get(report.id) ?? null,
    isOwn: own.has(report.id),
    clerk: clerks.get(report.id),
    urges: pressed.urged.get(report.id) ?? 0,
    objected: pressed.objected.has(report.id),
    raised: raised.get(report.id) ?? [],
  }))
}

/** For staff of their areas: the names of those who have taken these reports on, by the reports' ids. */
async function clerksOf(
  read: Reader,
  actor: QueryContext['actor'],
  rows: readonly Report[],
): Promise<ReadonlyMap<string, string>> {
  const areas = areasOf(actor)
  const taken = rows.flatMap(({ id, clerkId, areaId }) =>
    clerkId !== null && isInside(areaId, areas) ? [{ id, clerkId }] : [])
  if (taken.length === 0) return new Map()
  const people = await read
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, taken.map(({ clerkId }) => clerkId)))
  const names = new Map(people.map(({ id, name }) => [id, name ?? '同事']))
  return new Map(taken.flatMap(({ id, clerkId }) => names.has(clerkId) ? [[id, names.get(clerkId)!]] : []))
}

/** How often these reports were urged, and whether their reporter objected, by id. */
async function pressedAmong(read: Reader, ids: string[]) {
  const counted =
    ids.length === 0
      ? []
      : await read
          .select({ id: reportSteps.reportId, step: reportSteps.step, times: count() })
          .from(reportSteps)
          .where(and(inArray(reportSteps.reportId, ids), inArray(reportSteps.step, ['urged', 'objected'])))
          .groupBy(reportSteps.reportId, reportSteps.step)
  const of = (wanted: string) =>
    new Map(counted.filter(({ step }) => step === wanted).map(({ id, times }) => [id, times]))
  return { urged: of('urged'), objected: of('objected') }
}

async function countsOf(
  { read }: QueryContext,
  scope: SQL,
  counted: Record<keyof DeskReports['counts'], SQL>,
): Promise<DeskReports['counts'] & { lastDueAt: number | null }> {
  const countOf = (condition: SQL) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number)
  const [counts] = await read
    .select({
      todo: countOf(counted.todo),
      running: countOf(counted.running),
      done: countOf(counted.done),
      overdue: countOf(counted.overdue),
      lastDueAt: max(sql`case when ${counted.overdue} then ${reports.dueAt} end`).mapWith(Number),
    })
    .from(reports)
    .where(scope)
  return counts!
}

/** True when an open report became overdue from one instant until another (UTC ms). */
export async function fellDue(read: Reader, after: number, until: number): Promise<boolean> {
  const [report] = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(gte(reports.dueAt, after), lt(reports.dueAt, until), isOpen))
    .limit(1)
  return report !== undefined
}
