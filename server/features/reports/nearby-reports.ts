import type { QueryHandler } from '#server/sync/context.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { inAreas, scopesOf } from '#server/core/posts/index.ts'
import { beatKinds } from '#shared/identity/posts.ts'
import { boxAround, distanceM, middleOfSquare } from '#shared/kernel/geo.ts'
import { publishedKinds } from '#shared/reports/published.ts'
import { kindRules, NEARBY_M, openStates } from '#shared/reports/rules.ts'
import { LANE_REPORTS_MAX } from '#shared/reports/schemas.ts'
import { and, between, desc, eq, inArray } from 'drizzle-orm'
import { briefsOf, placeOf } from './briefs.ts'
import { reports } from './tables.ts'
import { supportedBy, visibilityOf, withoutWords } from './visibility.ts'

const SHOWN_MAX = 20
/** The grid (m) to which a place is rounded for those who may not read the report. */
const COARSE_M = 25

/**
 * Answers `reports.nearby`: the open public reports of a kind within `NEARBY_M` of a place, nearest first. Of
 * reports that staff have not accepted yet, others get the age and a rough distance.
 */
export const nearbyReports: QueryHandler<'reports.nearby'> = async ({ place, kind }, { read, actor }) => {
  if (!kindRules[kind].isPublic) return []
  const { south, north, west, east } = boxAround(place, NEARBY_M + COARSE_M)
  const inBox = await read.select().from(reports).where(and(
    eq(reports.kind, kind),
    between(reports.latitude, south, north),
    between(reports.longitude, west, east),
    inArray(reports.state, [...openStates]),
  ))
  const near = inBox
    .map((report) => {
      const { seesAll } = visibilityOf(actor, report, false) // Supporting a report does not show more of it.
      return { report, distance: distanceTo(place, placeOf(report)!, seesAll) }
    })
    .filter(({ distance }) => distance <= NEARBY_M)
    .sort((a, b) => a.distance - b.distance || a.report.number - b.report.number)
    .slice(0, SHOWN_MAX)
  const briefs = await briefsOf(read, near.map(({ report }) => report))
  const supported = await supportedBy(read, actor.accountId, near.map(({ report }) => report.id))
  return near.map(({ report, distance }, i) => {
    const { isMine, supports, seesAll } = visibilityOf(actor, report, supported.has(report.id))
    return {
      ...seesAll ? briefs[i]! : withoutWords(briefs[i]!),
      asked: isMine && report.question !== null,
      distanceM: Math.round(distance),
      mine: isMine,
      supported: supports,
    }
  })
}

/** Answers `reports.inBeats`: the open public reports in the actor's beats. */
export const beatReports: QueryHandler<'reports.inBeats'> = async (_input, { read, actor }) => {
  const rows = await read
    .select()
    .from(reports)
    .where(and(
      inAreas(reports.areaId, scopesOf(actor, ...beatKinds)),
      inArray(reports.state, [...openStates]),
      inArray(reports.kind, publishedKinds),
    ))
    .orderBy(desc(reports.filedAt), desc(reports.id))
    .limit(LANE_REPORTS_MAX)
  const briefs = await briefsOf(read, rows)
  return rows.map((report, i) =>
    ({ ...visibilityOf(actor, report, false).seesAll ? briefs[i]! : withoutWords(briefs[i]!), asked: false }))
}

/**
 * Metres from a place to a report. For those who may not read it, measured to the middle of its grid square
 * and rounded up: rounding the distance alone would reveal the place to many queries along the steps' edges.
 */
const distanceTo = (from: Place, place: Place, isExact: boolean): number =>
  isExact
    ? distanceM(from, place)
    : Math.max(1, Math.ceil(distanceM(from, middleOfSquare(place, COARSE_M)) / COARSE_M)) * COARSE_M
