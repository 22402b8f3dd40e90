import type { Transaction } from '#server/database/database.ts'
import type { Paid } from './purses.ts'
import type { DrawnReport, Happened } from './reports.ts'
import { photoUploads } from '#server/core/media/index.ts'
import { reportPhotos, reports, reportSteps, reportSupporters } from '#server/features/reports/tables.ts'
import { capOf, creditDay } from '#shared/points/rules.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { sampleId } from '../people.ts'
import { unitMembers } from '../seed-reports.ts'
import { countUses } from './pictures.ts'
import { insertAll } from './rows.ts'

/** The hash of a drawing for a report; `turn`: the number of the resolution. */
export type PhotoOf = (report: DrawnReport, part: 'before' | 'after', turn: number) => string
interface Written {
  readonly drawn: readonly DrawnReport[]
  /** Staff by their district's code. */
  readonly clerks: ReadonlyMap<string, string>
  readonly photoOf: PhotoOf
}

/** Writes reports with their histories and photos; returns the awards that they earned. */
export async function writeReports(tx: Transaction, { drawn, clerks, photoOf }: Written): Promise<Paid[]> {
  const clerkOf = ({ row }: DrawnReport) => clerks.get(row.areaId.slice(0, 6))!
  await insertAll(tx, reports, drawn.map(each =>
    each.row.questionBy == null ? each.row : { ...each.row, questionBy: clerkOf(each) }))
  const numbers = new Map((await tx.select({ id: reports.id, number: reports.number }).from(reports))
    .map(({ id, number }) => [id, number]))
  await insertAll(tx, reportSteps, drawn.flatMap(each =>
    each.steps.toSorted((a, b) => a.at - b.at).map(step => stepRow(each, step, clerkOf(each), numbers))))
  await insertAll(tx, reportSupporters, drawn.flatMap(({ row, supporters }) =>
    supporters.map(({ accountId, at }) => ({ reportId: row.id, accountId, at, byMerge: true }))))
  await writePhotos(tx, { drawn, clerks, photoOf }, clerkOf)
  return drawn.flatMap(each => awardOf(each, clerkOf(each), numbers.get(each.row.id)!))
}

/** A row of the history: its actor and words, for a merge with the other report's number. */
function stepRow(
  { row }: DrawnReport,
  { id, at, step, part, unit, words }: Happened,
  clerk: string,
  numbers: ReadonlyMap<string, number>,
): typeof reportSteps.$inferInsert {
  const member = unit && sampleId(unitMembers[unit])
  const actors = { reporter: row.reporterId, staff: clerk, unit: member, system: null }
  const other = step === 'merged' ? row.mergedInto : step === 'absorbed' ? words : undefined
  return {
    id,
    reportId: row.id,
    step,
    at,
    part,
    actorId: actors[part],
    unitId: unit ? sampleId(unit) : null,
    words: other ? `#${numbers.get(other)}` : words ?? null,
  }
}

interface Named { readonly reportId: string, readonly hash: string, readonly at: number, readonly by: string }

/** The photos of a report with their senders; a resolution never repeats a photo of the report. */
function photosOf(each: DrawnReport, clerk: string, photoOf: PhotoOf) {
  const { row, steps } = each
  const before = { position: 0, part: 'before' as const, stepId: null, hash: photoOf(each, 'before', 0) }
  return [
    { ...before, reportId: row.id, at: row.filedAt, by: row.reporterId },
    ...steps.filter(({ step }) => step === 'resolved').map(({ id, at, unit }, i) => ({
      reportId: row.id,
      position: i + 1,
      part: 'after' as const,
      stepId: id,
      hash: photoOf(each, 'after', i),
      at,
      by: unit ? sampleId(unitMembers[unit]) : clerk,
    })),
  ]
}

async function writePhotos(
  tx: Transaction,
  { drawn, photoOf }: Written,
  clerkOf: (each: DrawnReport) => string,
): Promise<void> {
  const rows = drawn.flatMap(each => photosOf(each, clerkOf(each), photoOf))
  await insertAll(tx, reportPhotos, rows.map(({ at: _at, by: _by, ...row }) => row))
  const uploads = new Map(rows.map(({ hash, by, at }: Named) =>
    [`${hash} ${by}`, { hash, accountId: by, uploadedAt: at }]))
  const known = new Set((await tx.select().from(photoUploads)).map(each => `${each.hash} ${each.accountId}`))
  await insertAll(tx, photoUploads, [...uploads].flatMap(([key, upload]) => known.has(key) ? [] : [upload]))
  await countUses(tx, rows)
}

/** The award for an accepted report. */
function awardOf({ row, steps }: DrawnReport, approverId: string, number: number): Paid[] {
  const accepted = steps.find(({ step }) => step === 'accepted')
  return accepted === undefined
    ? []
    : [{
        at: accepted.at,
        accountId: row.reporterId,
        amount: builtIn.points[row.kind],
        cap: capOf(row.kind),
        reason: 'reports.accepted',
        ref: row.id,
        note: `#${number}`,
        occurredOn: creditDay(row.seenAt, row.filedAt),
        approverId,
      }]
}
