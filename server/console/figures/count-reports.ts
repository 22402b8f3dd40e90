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

/** Counts the reports filed since the last time, one batch; true while there are more. */
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
 * Counts the reports anew that had a step since the last time, one batch of steps; true while there are more.
 * The ids of steps are in the order of their making.
 */
export async function countStepped(tx: Transaction, isFirst: boolean): Promise<boolean> {
  const known = await cursorOf(tx, 'steps') ?? ''
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
