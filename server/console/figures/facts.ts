import type { Transaction } from '#server/database/database.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import { reports, reportSteps } from '#server/features/reports/tables.ts'
import { EAST_DEGREES, NORTH_DEGREES, SAME_PLACE, settledStates } from '#shared/figures/rules.ts'
import { mendedStates } from '#shared/reports/rules.ts'
import { eq, sql } from 'drizzle-orm'
import { figureReports } from './tables.ts'

/** The steps of staff or a unit that count as an answer, because the reporter sees them. */
const answers: readonly ReportStep[] =
  ['asked', 'accepted', 'declined', 'unable', 'merged', 'rerouted', 'assigned', 'resolved']

/** A list of codes as SQL text, since a bound value has no type on PostgreSQL. Only for codes of our own. */
export const oneOf = (words: readonly string[]): SQL =>
  sql.raw(`(${words.map(word => `'${word}'`).join(', ')})`)
/** A number of the product's own as SQL, for the same reason. */
export const number = (n: number): SQL => sql.raw(String(n))

const inSteps = (column: typeof reports.latitude, degrees: number) =>
  sql`cast(floor(${column} / ${number(degrees)} + 0.5) as integer)`
const north = inSteps(reports.latitude, NORTH_DEGREES)
const east = inSteps(reports.longitude, EAST_DEGREES)

/** The square that a place lies in (`squareOf`), or the one so many squares away north and east. */
export function squareIn(up: SQL, right: SQL, away: readonly [SQL, SQL] = [number(0), number(0)]): SQL {
  const side = (at: SQL, by: SQL) => sql`(cast(floor(${at} / ${number(SAME_PLACE)}.0) as integer) + ${by})`
  return sql`${side(up, away[0])} || ' ' || ${side(right, away[1])}`
}

const excluded = (column: string) => sql.raw(`excluded.${column}`)

/**
 * Writes the counted facts of these reports as they are now. Whether a place came back stays unchanged here
 * and is decided afterwards by `markReturns`.
 */
export async function saveFacts(tx: Transaction, which: SQL): Promise<void> {
  const { id, number: nth, areaId, kind, state, filedAt, dueAt, stateSince, resolvedAt, score } = reports
  const { step, part, at } = reportSteps
  const had = (wanted: ReportStep) => sql`max(case when ${step} = ${wanted} then 1 else 0 end) = 1`
  await tx
    .insert(figureReports)
    .select(sql`select ${id}, ${areaId}, ${kind}, ${state}, ${filedAt}, ${dueAt},
      min(case when ${step} in ${oneOf(answers)} and ${part} in ('staff', 'unit') then ${at} end),
      case when ${state} in ${oneOf(mendedStates)} then coalesce(${resolvedAt}, ${stateSince})
        when ${state} in ${oneOf(settledStates)} then ${stateSince} end,
      ${had('resolved')}, ${had('reopened')}, ${score}, ${north}, ${east}, ${squareIn(north, east)}, false
      from ${reports} left join ${reportSteps} on ${eq(reportSteps.reportId, id)}
      where ${which} group by ${nth}`)
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
