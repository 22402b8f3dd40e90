import type { Transaction } from '#server/database/database.ts'
import { reports, reportSteps } from '#server/features/reports/tables.ts'
import { asc, gt, inArray } from 'drizzle-orm'
import { markReturns } from './came-back.ts'
import { openSums } from './counted.ts'
import { cursorOf, setCursor } from './cursors.ts'
import { saveFacts } from './facts.ts'
import { figureReports } from './tables.ts'

const AT_ONCE = 500
/** Rows written this shortly before the last count (ms) may have been committed after it. */
const BACK_MS = 120_000
const BACK_NUMBERS = 500
const STEPS_AT_ONCE = 2000

/**
 * Counts the reports filed after this one, or since the last time: one batch. Returns where the next one
 * begins; undefined at the end.
 */
export async function countFiled(tx: Transaction, from?: string): Promise<string | undefined> {
  const known = Number(await cursorOf(tx, 'reports') ?? 0)
  const rows = await tx
    .select({ id: reports.id, number: reports.number })
    .from(reports)
    .where(gt(reports.number, Number(from ?? Math.max(0, known - BACK_NUMBERS))))
    .orderBy(asc(reports.number))
    .limit(AT_ONCE)
  await countAnew(tx, rows.map(({ id }) => id))
  const last = rows.at(-1)?.number ?? 0
  if (last > known) await setCursor(tx, 'reports', String(last))
  return rows.length < AT_ONCE ? undefined : String(last)
}

/**
 * The same of the reports that had a step after this one, or since the last time. The ids of steps are in the
 * order of their making.
 */
export async function countStepped(tx: Transaction, from?: string): Promise<string | undefined> {
  const known = await cursorOf(tx, 'steps') ?? ''
  const rows = await tx
    .select({ id: reportSteps.id, reportId: reportSteps.reportId })
    .from(reportSteps)
    .where(gt(reportSteps.id, from ?? before(known)))
    .orderBy(asc(reportSteps.id))
    .limit(STEPS_AT_ONCE)
  await countAnew(tx, [...new Set(rows.map(({ reportId }) => reportId))])
  const last = rows.at(-1)?.id ?? ''
  if (last > known) await setCursor(tx, 'steps', last)
  return rows.length < STEPS_AT_ONCE ? undefined : last
}

/** The beginning of an id that a step made `BACK_MS` earlier would have. */
function before(id: string): string {
  if (id === '') return ''
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - BACK_MS
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

/** Takes reports out of the sums as they were counted last, and adds them as they are now. */
async function countAnew(tx: Transaction, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    const old = await tx.select().from(figureReports).where(inArray(figureReports.reportId, some))
    await saveFacts(tx, inArray(reports.id, some))
    const next = await tx.select().from(figureReports).where(inArray(figureReports.reportId, some))
    const sums = openSums()
    for (const fact of old) sums.add(fact, -1)
    for (const fact of next) sums.add(fact, 1)
    await markReturns(tx, [...old, ...next], sums)
    await sums.write(tx)
  }
}
