import type { Transaction } from '#server/database/database.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { Fact } from './counted.ts'
import { reports, reportSteps } from '#server/features/reports/tables.ts'
import { eastOf, northOf } from '#shared/figures/rules.ts'
import { mendedStates } from '#shared/reports/rules.ts'
import { asc, gt, inArray, max, sql } from 'drizzle-orm'
import { markReturns, squareOf } from './came-back.ts'
import { isSettled, openSums } from './counted.ts'
import { cursorOf, setCursor } from './cursors.ts'
import { figureReports } from './tables.ts'

const AT_ONCE = 500
/** What was written so shortly before the last time may have been committed after it. */
const BACK_MS = 120_000
const BACK_NUMBERS = 500

/** What staff or a unit do that its reporter sees. */
const answers: readonly ReportStep[] =
  ['asked', 'accepted', 'declined', 'unable', 'merged', 'rerouted', 'assigned', 'resolved']

/** Counts what was filed since the last time, so many at most; true where more is left. */
export async function countFiled(tx: Transaction, isFirst: boolean): Promise<boolean> {
  const upTo = Number(await cursorOf(tx, 'reports') ?? 0)
  const from = isFirst ? Math.max(0, upTo - BACK_NUMBERS) : upTo
  const rows = await tx
    .select({ id: reports.id, number: reports.number })
    .from(reports)
    .where(gt(reports.number, from))
    .orderBy(asc(reports.number))
    .limit(AT_ONCE + (isFirst ? BACK_NUMBERS : 0))
  await countAnew(tx, rows.map(({ id }) => id))
  const last = Math.max(upTo, rows.at(-1)?.number ?? 0)
  await setCursor(tx, 'reports', String(last))
  return last > upTo
}

/**
 * Counts anew the reports that were taken a step on since the last time, so many steps at most; true where
 * more is left. The ids of steps are in the order of their making.
 */
export async function countStepped(tx: Transaction, isFirst: boolean): Promise<boolean> {
  const known = await cursorOf(tx, 'steps')
  // The first count begins at the reports: what they have become by now is counted with them.
  if (known === undefined) {
    const [last] = await tx.select({ id: max(reportSteps.id) }).from(reportSteps)
    await setCursor(tx, 'steps', last?.id ?? '')
    return false
  }
  const rows = await tx
    .select({ id: reportSteps.id, reportId: reportSteps.reportId })
    .from(reportSteps)
    .where(gt(reportSteps.id, isFirst ? before(known) : known))
    .orderBy(asc(reportSteps.id))
    .limit(AT_ONCE * 4)
  await countAnew(tx, [...new Set(rows.map(({ reportId }) => reportId))])
  const last = rows.at(-1)?.id
  if (last === undefined || last <= known) return false
  await setCursor(tx, 'steps', last)
  return true
}

/** The id that a step made so long before would have begun with. */
function before(id: string): string {
  if (id === '') return ''
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - BACK_MS
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

/** Takes reports out of the sums as they were counted last, and counts them as they are now. */
async function countAnew(tx: Transaction, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    const old = await tx.select().from(figureReports).where(inArray(figureReports.reportId, some))
    const next = await factsOf(tx, some, new Map(old.map(fact => [fact.reportId, fact])))
    const sums = openSums()
    for (const fact of old) sums.add(fact, -1)
    for (const fact of next) sums.add(fact, 1)
    await save(tx, next)
    await markReturns(tx, [...old, ...next], sums)
    await sums.write(tx)
  }
}

/** What is counted of these reports. Whether one came back is found afterwards: till then it is as before. */
async function factsOf(tx: Transaction, ids: string[], old: ReadonlyMap<string, Fact>): Promise<Fact[]> {
  const rows = await tx.select().from(reports).where(inArray(reports.id, ids))
  const had = (step: ReportStep) =>
    sql<number>`max(case when ${reportSteps.step} = ${step} then 1 else 0 end)`
  const histories = await tx
    .select({
      reportId: reportSteps.reportId,
      answeredAt: sql<number | null>`min(case when ${inArray(reportSteps.step, [...answers])}
        and ${inArray(reportSteps.part, ['staff', 'unit'])} then ${reportSteps.at} end)`,
      wasResolved: had('resolved').mapWith(Number),
      wasReopened: had('reopened').mapWith(Number),
    })
    .from(reportSteps)
    .where(inArray(reportSteps.reportId, ids))
    .groupBy(reportSteps.reportId)
  const told = new Map(histories.map(history => [history.reportId, history]))
  return rows.map(({ id, areaId, kind, state, filedAt, dueAt, stateSince, resolvedAt, score, ...place }) => {
    const history = told.get(id)
    const settledAt = mendedStates.includes(state) ? resolvedAt ?? stateSince : stateSince
    return {
      reportId: id,
      areaId,
      kind,
      state,
      filedAt,
      dueAt,
      answeredAt: history?.answeredAt == null ? null : Number(history.answeredAt),
      settledAt: isSettled({ state }) ? settledAt : null,
      wasResolved: history?.wasResolved === 1,
      wasReopened: history?.wasReopened === 1,
      score,
      ...placeOf(place),
      cameBack: old.get(id)?.cameBack ?? false,
    }
  })
}

function placeOf({ latitude, longitude }: Pick<typeof reports.$inferSelect, 'latitude' | 'longitude'>) {
  if (latitude === null || longitude === null) return { north: null, east: null, square: null }
  const [north, east] = [northOf(latitude), eastOf(longitude)]
  return { north, east, square: squareOf(north, east) }
}

const excluded = (column: string) => sql.raw(`excluded.${column}`)

async function save(tx: Transaction, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  await tx
    .insert(figureReports)
    .values([...facts])
    .onConflictDoUpdate({
      target: figureReports.reportId,
      set: {
        areaId: excluded('area_id'),
        kind: excluded('kind'),
        state: excluded('state'),
        dueAt: excluded('due_at'),
        answeredAt: excluded('answered_at'),
        settledAt: excluded('settled_at'),
        wasResolved: excluded('was_resolved'),
        wasReopened: excluded('was_reopened'),
        score: excluded('score'),
        north: excluded('north'),
        east: excluded('east'),
        square: excluded('square'),
      },
    })
}
