import type { City } from '#server/city.ts'
import type { Reader, Transaction } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { RulingValue } from '#shared/rulings/schemas.ts'
import type { Report } from './report.ts'
import { eraseUnused } from '#server/core/identity/index.ts'
import { letGoOfPhotos, sweepUnusedPhotos } from '#server/core/media/index.ts'
import { forgetNotices } from '#server/core/notices/index.ts'
import { balanceOf } from '#server/core/points/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { forgetReceipt, hasDecided } from '#server/sync/forget-receipt.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, reportStates } from '#shared/reports/rules.ts'
import { and, asc, eq, exists, gt, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm'
import { forgetLinks } from './cases/steer.ts'
import { deskLists } from './notify-about.ts'
import { lockReports } from './report.ts'
import { endOfMerges } from './support-report.ts'
import { reportPhotos, reports, reportSteps, reportSupporters } from './tables.ts'

/** States of reports that nobody worked on. */
const untouched: readonly ReportState[] = ['declined', 'withdrawn']
const settled = reportStates.filter(state => !isOpen(state) && !untouched.includes(state))
/** Steps whose words may be about a person, written by the desk, or about somebody on a deleted photo. */
const wordsAboutPeople: ReportStep[] = [
  'asked',
  'noted',
  'handedOver',
  'photoCovered',
  'photoHidden',
  'photoShown',
  'pairHidden',
]
/** The number of reports in one transaction. */
const AT_A_TIME = 100

interface Wanted {
  readonly now: number
  readonly retention: RulingValue<'retention'>
  readonly after?: number
  readonly reportIds?: readonly string[]
}

/**
 * Numbers of reports that have been closed for as long as ruled and still have their person, or words that
 * staff have written since.
 */
async function dueReports(
  read: Reader,
  { now, retention, after = 0, reportIds }: Wanted,
): Promise<Report[]> {
  const isOver = (states: readonly ReportState[], days: number) =>
    and(inArray(reports.state, [...states]), lt(reports.stateSince, now - days * DAY_MS))
  const photosOf = read
    .select({ hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(eq(reportPhotos.reportId, reports.id))
  const wordsOf = read
    .select({ id: reportSteps.id })
    .from(reportSteps)
    .where(and(
      eq(reportSteps.reportId, reports.id),
      inArray(reportSteps.step, wordsAboutPeople),
      isNotNull(reportSteps.words),
    ))
  return await read
    .select()
    .from(reports)
    .where(and(
      gt(reports.number, after),
      or(ne(reports.reporterId, reports.id), exists(photosOf), exists(wordsOf)),
      or(isOver(untouched, retention.declinedDays), isOver(settled, retention.settledDays)),
      reportIds && inArray(reports.id, [...reportIds]),
    ))
    .orderBy(asc(reports.number))
    .limit(AT_A_TIME)
}

/**
 * Deletes persons and photos of reports that have been closed for as long as ruled. The next start continues
 * a run that was cut off. Returns how many.
 */
export async function forgetOldReports(city: City): Promise<number> {
  const forgotten = await forgetDue(city)
  if (forgotten > 0) await sweepUnusedPhotos(city)
  return forgotten
}

/** Deletes in batches. Returns how many reports. */
async function forgetDue(city: City): Promise<number> {
  let forgotten = 0
  for (let after = 0; ;) {
    const retention = city.rulings.inForce('retention')
    const due = await dueReports(city.database.read, { now: city.clock(), retention, after })
    const last = due.at(-1)
    if (!last || city.isStopping()) return forgotten
    const reportIds = await withoutOpenEnds(city.database.read, due)
    const done = reportIds.length > 0 && await asSystem(city, 'reports.forget', [{ reportIds }]) > 0
    if (done) forgotten += reportIds.length
    after = last.number
  }
}

/** Leaves out reports that were merged into one that is still open. */
async function withoutOpenEnds(read: Reader, due: readonly Report[]): Promise<string[]> {
  const ids: string[] = []
  for (const report of due) {
    if (!isOpen((await endOfMerges(read, report)).state)) ids.push(report.id)
  }
  return ids
}

/**
 * Decides `reports.forget`, sent by a task: deletes person and photos; kind, place, dates and states stay for
 * the figures.
 */
export const forgetReports: Handler<'reports.forget'> = async ({ reportIds }, context) => {
  const { tx, now, rulings, nudge, about } = context
  await lockReports(context, reportIds)
  const due = await dueReports(tx, { now, retention: rulings.inForce('retention'), reportIds })
  if (due.length === 0) throw new Refused({ code: 'reports.unknown' })
  const ids = due.map(({ id }) => id)
  await forgetPhotos(tx, ids)
  await forgetSteps(tx, ids)
  await tx.delete(reportSupporters).where(inArray(reportSupporters.reportId, ids))
  await forgetLinks(context, ids)
  await forgetNotices(tx, ids)
  for (const { reporterId: accountId, filedAt: decidedAt, number } of due) {
    await forgetReceipt(tx, { accountId, name: 'reports.file', decidedAt }, result =>
      (result as { number?: number } | undefined)?.number === number)
  }
  await tx
    .update(reports)
    // The report's own id as reporter, which no account has.
    .set({ reporterId: sql`${reports.id}`, question: null, questionBy: null })
    .where(inArray(reports.id, ids))
  await forgetCallers(context, due)
  const early = due.filter(({ state }) => untouched.includes(state)).length
  about({ kind: 'retention', reason: `不受理或撤回 ${early} 件，办结 ${due.length - early} 件` })
  nudge('*', ...deskLists, 'desk.search', 'reports.one', 'reports.mine', 'notices.mine')
}

/** Erases callers' accounts with their last report, if nobody ever signed in with the number. */
async function forgetCallers({ tx, now }: CommandContext, due: readonly Report[]): Promise<void> {
  const called = due.flatMap(({ filedBy, reporterId }) => filedBy === null ? [] : [reporterId])
  for (const accountId of new Set(called)) {
    const hasMore = await tx.$count(reports, eq(reports.reporterId, accountId)) > 0
    const { posted } = await balanceOf(tx, accountId)
    if (!hasMore && posted === 0 && !await hasDecided(tx, accountId)) await eraseUnused(tx, accountId, now)
  }
}

async function forgetSteps(tx: Transaction, reportIds: readonly string[]): Promise<void> {
  const isTheirs = inArray(reportSteps.reportId, [...reportIds])
  await tx
    .update(reportSteps)
    .set({ actorId: null, words: null })
    .where(and(isTheirs, inArray(reportSteps.part, ['reporter', 'neighbour'])))
  await tx
    .update(reportSteps)
    .set({ words: null })
    .where(and(isTheirs, inArray(reportSteps.step, wordsAboutPeople)))
}

/** Releases the photos; each command, whether it filed or resolved, has named each of its photos once. */
async function forgetPhotos(tx: Transaction, reportIds: readonly string[]): Promise<void> {
  const isTheirs = inArray(reportPhotos.reportId, [...reportIds])
  const named = await tx
    .selectDistinct({ reportId: reportPhotos.reportId, stepId: reportPhotos.stepId, hash: reportPhotos.hash })
    .from(reportPhotos)
    .where(isTheirs)
  await tx.delete(reportPhotos).where(isTheirs)
  await letGoOfPhotos(tx, named.map(({ hash }) => hash))
}
