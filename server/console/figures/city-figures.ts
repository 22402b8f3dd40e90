import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { CityFigures } from '#shared/figures/schemas.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { Asked, Months } from './read-reports.ts'
import { areas, cityCode, inArea, nameOfArea } from '#server/core/areas/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { keptPromises } from '#server/core/promises/index.ts'
import { areaLabel } from '#shared/areas/names.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { monthAfter, monthOf, publicParts, publicRows } from '#shared/figures/rules.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { addKept, noneKept } from '#shared/promises/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { and, asc, sql } from 'drizzle-orm'
import { cursorOf } from './cursors.ts'
import { peopleBy, readPeople, readPoints, readStations, readVolunteering } from './read-others.ts'
import { briefBy, keptOf, noSums, openBy, overdueBy, readReports } from './read-reports.ts'
import { figureMonths } from './tables.ts'

/** Answers `figures.city`: the figures of an area that the actor works for, or of one inside it. */
export const cityFigures: QueryHandler<'figures.city'> = async ({ areaId, from, to }, context) => {
  const { read, actor, now } = context
  if (!isInside(areaId, areasOf(actor))) throw new Refused({ code: 'command.notYourArea' })
  const counted = await cursorOf(read, 'asOf')
  const asOf = Number(counted ?? 0)
  const asked = { areaIds: [areaId], from, to, asOf }
  const voices = await keptPromises(read, spanOf(asked, now))
  return {
    areaName: await nameOfArea(read, areaId),
    asOf: counted === undefined ? null : asOf,
    people: await readPeople(read, asked),
    reports: await readReports(read, asked),
    voices: keptIn(voices, areaId),
    areas: await figuresInside(read, areaId, asked, voices),
    stations: await readStations(read, asked, now),
    volunteering: await readVolunteering(read, asked),
    points: areaId === cityCode() ? await readPoints(read, asked, now) : null,
  }
}

type Promises = Awaited<ReturnType<typeof keptPromises>>
/** Months as instants; the present month ends now. */
const spanOf = ({ from, to }: Months, now: number) =>
  ({ from: startOfDay(`${from}-01`), until: Math.min(now, startOfDay(`${monthAfter(to, 1)}-01`)) })
/** What became of promises in an area and all inside it. */
const keptIn = (kept: Promises, areaId: string): Kept =>
  [...kept].filter(([code]) => code.startsWith(areaId)).map(([, each]) => each).reduce(addKept, noneKept)

/** The areas of the next level inside one. */
async function areasIn(read: Reader, areaId: string): Promise<{ id: string, name: string }[]> {
  const next = areaCodeLengths[areaCodeLengths.indexOf(areaId.length as 4) + 1]
  if (next === undefined) return []
  return await read
    .select()
    .from(areas)
    .where(and(inArea(areas.id, areaId), sql`length(${areas.id}) = ${next}`))
    .orderBy(asc(areas.id))
}

/** The figures of each area inside this one, to show side by side. */
async function figuresInside(
  read: Reader,
  areaId: string,
  months: Asked,
  voices: Promises,
): Promise<CityFigures['areas']> {
  const inside = await areasIn(read, areaId)
  if (inside.length === 0) return []
  const asked = { ...months, areaIds: inside.map(({ id }) => id) }
  const sums = new Map((await briefBy(read, figureMonths.areaId, asked)).map(({ by, ...row }) => [by, row]))
  const overdue = await overdueBy(read, 'areaId', asked)
  const open = await openBy(read, asked.areaIds)
  const people = await peopleBy(read, areaId, inside[0]!.id.length)
  return inside.map(({ id, name }) => {
    const { filed, wasReopened, wasResolved, rated, scores, settled, settledLate } = sums.get(id) ?? noSums
    return {
      areaId: id,
      name: areaLabel(name),
      people: people.get(id) ?? 0,
      filed,
      open: open.get(id) ?? 0,
      kept: addKept(keptOf({ settled, settledLate }, overdue.get(id)), keptIn(voices, id)),
      reopened: { n: wasReopened, of: wasResolved },
      rated: { n: rated, scores },
    }
  })
}

const lessKept = (a: Kept, b: Kept): Kept =>
  ({ onTime: a.onTime - b.onTime, closed: a.closed - b.closed, overdue: a.overdue - b.overdue })

/** Whole months, so that two days' answers can't be subtracted from each other. */
const PUBLIC_MONTHS = 12

/**
 * Answers `figures.public`: the honest clock of the last twelve whole months for the city, for its districts,
 * and for the kinds of reports beside 心声; never for a kind within a district. Nothing while all is counted
 * from the beginning, since half of the sums would tell something else.
 */
export const publicClock: QueryHandler<'figures.public'> = async (_input, { read, now }) => {
  const to = monthAfter(monthOf(now), -1)
  const from = monthAfter(to, 1 - PUBLIC_MONTHS)
  const asOf = await cursorOf(read, 'asOf')
  if (asOf === undefined) return { from, to, all: null, areas: [], kinds: [], isCounting: true }
  const months = { from, to, asOf: Number(asOf) }
  const districts = await areasIn(read, cityCode())
  const inDistricts = { ...months, areaIds: districts.map(({ id }) => id) }
  const areaSums = new Map((await briefBy(read, figureMonths.areaId, inDistricts)).map(row => [row.by, row]))
  const areaOverdue = await overdueBy(read, 'areaId', inDistricts)
  const inCity = { ...months, areaIds: [cityCode()] }
  const kindSums = new Map((await briefBy(read, figureMonths.kind, inCity)).map(row => [row.by, row]))
  const kindOverdue = await overdueBy(read, 'kind', inCity)
  const none = { settled: 0, settledLate: 0 }
  const voices = await keptPromises(read, spanOf(months, now))
  const ofReports = reportKinds.map(kind =>
    ({ kind, kept: keptOf(kindSums.get(kind) ?? none, kindOverdue.get(kind)) }))
  const byKind = [...ofReports, { kind: 'voices' as const, kept: keptIn(voices, cityCode()) }]
  const total = byKind.map(({ kept }) => kept).reduce(addKept, noneKept)
  const byArea = districts.map(({ id, name }) =>
    ({ name, kept: addKept(keptOf(areaSums.get(id) ?? none, areaOverdue.get(id)), keptIn(voices, id)) }))
  // What lies in no district is the total less the districts, so it must be large enough too to be shown.
  byArea.push({ name: '未定到区', kept: byArea.map(({ kept }) => kept).reduce(lessKept, total) })
  const show = showBeside(total)
  return { from, to, all: show([{ kept: total }])[0] ?? null, areas: show(byArea), kinds: show(byKind) }
}

interface Part { readonly kept: Kept }
const dueOf = ({ kept: { closed, overdue } }: Part) => closed + overdue
/**
 * What was due, split into done on time and not; `thirds` splits the latter into done late and still open.
 */
const halves = (part: Part) => [part.kept.onTime, dueOf(part) - part.kept.onTime]
const thirds = ({ kept: { onTime, closed, overdue } }: Part) => [onTime, closed - onTime, overdue]

/**
 * Returns a function that shows, of the parts of this total, as much as everybody may know beside the total.
 */
export function showBeside(kept: Kept) {
  return <Row extends Part>(rows: readonly Row[]) => {
    const shown = publicParts(rows, dueOf)
    const [halved, parted] = [halves, thirds].map((parts) => {
      const isTotalShown = publicRows([{ kept }], parts).length > 0
      // If the total itself is not shown split, nobody can subtract from it, and each row is judged alone.
      return isTotalShown ? publicRows(rows, parts) : rows.filter(row => publicRows([row], parts).length > 0)
    })
    return shown.map(({ kept: own, ...row }, at) => {
      const isHalved = halved!.includes(shown[at]!)
      const isParted = isHalved && parted!.includes(shown[at]!)
      return {
        ...row,
        due: dueOf(shown[at]!),
        onTime: isHalved ? own.onTime : null,
        overdue: isParted ? own.overdue : null,
      }
    })
  }
}
