import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { PublishedAsked, PublishedKind, PublishedReport } from '#shared/reports/published.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import type { Report } from '../report.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { boxAround, distanceM, middleOfSquare } from '#shared/kernel/geo.ts'
import {
  isPublished,
  isPublishedOpen,
  PUBLISHED_GRID_M,
  publishedKinds,
  publishedSteps,
  statusOf,
} from '#shared/reports/published.ts'
import { kindRules, mendedStates, reportKinds, reportStates, wasAccepted } from '#shared/reports/rules.ts'
import { and, asc, between, desc, eq, inArray, isNull, ne, notInArray, or } from 'drizzle-orm'
import { publicPairs } from '../public-pair.ts'
import { reports, reportSteps } from '../tables.ts'
import { coveredText } from './covered-text.ts'

/** How many reports in the box around a place are searched: bounds what a stranger can cost. */
const NEAR_LOOKED_THROUGH = 20_000

/** Answers `reports.published`: what everybody may know of reports, the newest first. */
export const publishedReports: QueryHandler<'reports.published'> = async (asked, { read, now }) => {
  const { rows, isCut } = asked.near ? await rowsNear(read, asked, asked.near) : await rowsOf(read, asked)
  return { reports: await publishedOf(read, rows, { now, withHistory: asked.withHistory }), isCut }
}

const kindsWithout = (isMeant: (kind: ReportKind) => boolean) => reportKinds.filter(kind => !isMeant(kind))
/**
 * The condition for which `isPublished` is true. Kinds are excluded rather than listed: else SQLite would use
 * the index on kind and place instead of the dates', and read nearly every report.
 */
export const areShown = (): SQL => and(
  notInArray(reports.kind, kindsWithout(kind => kindRules[kind].isPublic)),
  ne(reports.state, 'withdrawn'),
  or(notInArray(reports.kind, kindsWithout(isPublishedOpen)), eq(reports.state, 'closed')),
)!

/** The conditions of a search. Numbers override all others. */
function whatIsAsked({ numbers, kinds, statuses, filed, changed }: PublishedAsked): SQL {
  if (numbers) return and(inArray(reports.number, numbers), areShown())!
  const states = statuses && reportStates.filter(state => statuses.includes(statusOf(state)))
  return and(
    areShown(),
    kinds && notInArray(reports.kind, kindsWithout(kind => (kinds as ReportKind[]).includes(kind))),
    states && inArray(reports.state, states),
    filed && between(reports.filedAt, filed.from, filed.until),
    changed && or(
      between(reports.changedAt, changed.from, changed.until),
      and(isNull(reports.changedAt), between(reports.filedAt, changed.from, changed.until)),
    ),
  )!
}

async function rowsOf(read: Reader, asked: PublishedAsked) {
  const { page, pageSize } = asked
  const rows = await read
    .select()
    .from(reports)
    .where(whatIsAsked(asked))
    .orderBy(desc(reports.filedAt), desc(reports.number))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows, isCut: false }
}

type Near = NonNullable<PublishedAsked['near']>
/**
 * The reports whose published place lies within the radius. The real place is not used, since many queries
 * could find it within its square. The box is one square wider, because a square's middle may be nearer than
 * its report.
 */
async function rowsNear(read: Reader, asked: PublishedAsked, near: Near) {
  const { page, pageSize } = asked
  const box = boxAround(near, near.radiusM + PUBLISHED_GRID_M)
  const found = await read
    .select()
    .from(reports)
    .where(and(
      whatIsAsked(asked),
      inArray(reports.kind, asked.kinds ?? publishedKinds), // Written to match the index on places.
      between(reports.latitude, box.south, box.north),
      between(reports.longitude, box.west, box.east),
    ))
    .orderBy(desc(reports.filedAt), desc(reports.number))
    .limit(NEAR_LOOKED_THROUGH)
  const rows = found.filter((report) => {
    const place = publishedPlace(report)
    return place !== null && distanceM(near, place) <= near.radiusM
  })
  return {
    rows: rows.slice((page - 1) * pageSize, page * pageSize),
    isCut: found.length === NEAR_LOOKED_THROUGH,
  }
}

/** Whether a report was declined or merged, so that neither its place nor its words are published. */
const isOverUnread = ({ state }: Pick<Report, 'state'>) => state === 'declined' || state === 'merged'

/**
 * The middle of the square in which a report lies. It depends on the place alone, so every query gets the
 * same one.
 */
export function publishedPlace(report: Pick<Report, 'latitude' | 'longitude' | 'state'>) {
  const { latitude, longitude } = report
  if (latitude === null || longitude === null || isOverUnread(report)) return null
  return middleOfSquare({ latitude, longitude }, PUBLISHED_GRID_M)
}

/** These reports as published, in the given order, without those that are not public. */
async function publishedOf(
  read: Reader,
  rows: readonly Report[],
  { now, withHistory }: { readonly now: number, readonly withHistory: boolean },
): Promise<PublishedReport[]> {
  const shown = rows.filter(({ kind, state }) => isPublished(kind, state))
  const unitNames = await namesOfUnits(read, shown)
  const mended = shown.filter(({ state }) => mendedStates.includes(state)).map(({ id }) => id)
  const pairs = await publicPairs(read, mended, now)
  const refOf = await photoRefs(read, [...pairs.values()].flatMap(({ before, after }) => [before, after]))
  const histories = withHistory ? await historiesOf(read, shown) : undefined
  return await Promise.all(shown.map(async (report) => {
    const { id, number, kind, state, areaId, filedAt, dueAt } = report
    const [before, after] = [refOf(pairs.get(id)?.before), refOf(pairs.get(id)?.after)]
    return {
      number,
      kind: kind as PublishedKind,
      state,
      text: wasAccepted(state) ? coveredText(report.text) : null,
      areaId,
      areaName: await nameOfArea(read, areaId),
      unitName: unitNames.get(report.unitId ?? '') ?? null,
      place: publishedPlace(report),
      filedAt,
      changedAt: report.changedAt ?? filedAt,
      dueAt,
      photos: before && after ? { before, after } : null,
      ...histories && { history: histories.get(id) ?? [] },
    }
  }))
}

async function namesOfUnits(read: Reader, rows: readonly Report[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ unitId }) => unitId ?? []))]
  if (ids.length === 0) return new Map()
  const found = await read
    .select({ id: units.id, name: units.name })
    .from(units)
    .where(inArray(units.id, ids))
  return new Map(found.map(({ id, name }) => [id, name]))
}

type History = NonNullable<PublishedReport['history']>
/**
 * When each step of these reports happened, oldest first; a report that staff have not looked at has none.
 */
async function historiesOf(read: Reader, rows: readonly Report[]): Promise<ReadonlyMap<string, History>> {
  const histories = new Map<string, History>()
  if (rows.length === 0) return histories
  const { reportId, step, at, id } = reportSteps
  const found = await read
    .select({ reportId, step, at })
    .from(reportSteps)
    .where(and(inArray(reportId, rows.map(row => row.id)), inArray(step, [...publishedSteps])))
    .orderBy(asc(at), asc(id))
  for (const { reportId: of, ...line } of found)
    histories.set(of, [...histories.get(of) ?? [], line as History[number]])
  return histories
}
