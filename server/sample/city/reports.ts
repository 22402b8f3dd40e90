import type { reports } from '#server/features/reports/tables.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Random } from '../random.ts'
import type { SampleReport } from '../reports.ts'
import type { Fate, Planned } from './life.ts'
import type { Person } from './people.ts'
import { withReason } from '#server/features/reports/take.ts'
import { dueAt } from '#shared/reports/limits.ts'
import { isOpen, kindRules, refuseMove } from '#shared/reports/rules.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { sampleId } from '../people.ts'
import { openRandom } from '../random.ts'
import { sampleTemplates } from '../reports.ts'
import { drawFate, planLife } from './life.ts'
import { DAYS } from './published.ts'
import { HOUR_MS, idAt, instantOn, MINUTE_MS, weighted } from './rows.ts'

type Row = typeof reports.$inferInsert
export interface Spot extends Place { readonly areaId: string }
/** A step that happened, and when; its actor follows from the part. */
export type Happened = Planned & { readonly id: string }
export interface DrawnReport {
  readonly row: Row
  readonly template: SampleReport
  readonly steps: Happened[]
  /** The number of the scene's drawing. */
  readonly variant: number
  /** The people who support the report, including those from merged ones. */
  readonly supporters: { accountId: string, at: number }[]
  /** Until when the report is open by its plan. */
  readonly openUntil: number
}

/** How many of a hundred reports are of each kind. */
const kindWeights: Record<ReportKind, number> =
  { environment: 32, hazard: 27, other: 15, patrol: 14, warning: 6, security: 4, emergency: 2 }
/** Weights of the hours at which couriers report: most at noon and in the evening, between orders. */
const byHour = [2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 10, 11, 8, 8, 9, 9, 9, 10, 11, 9, 7, 6, 5, 3] as const
const WEEKEND_SHARE = 0.75
const kinds = Object.keys(kindWeights) as ReportKind[]
const AGAIN = 0.07
/** The distance (degrees) between reports of one place, and between a station and what is near it. */
const NEAR = 0.00018
const FAR = 0.005
/** The number of early riders, who report the most. */
const CORE = 420
/** How many drawings there are of each scene. */
export const VARIANTS = 3

interface Given {
  readonly count: number
  readonly now: number
  readonly spots: readonly Spot[]
  /** In the order in which they registered. */
  readonly reporters: readonly Person[]
}
interface Drawing extends Given { readonly random: Random, readonly drawn: DrawnReport[] }

/** Draws reports of a year and a half, oldest first, each as far as it has come by `now`. */
export function drawReports(given: Given): DrawnReport[] {
  const drawing: Drawing = { ...given, random: openRandom(2123), drawn: [] }
  const times = Array.from({ length: given.count }, () => drawTime(drawing)).sort((a, b) => a - b)
  for (const filedAt of times) drawing.drawn.push(drawOne(drawing, filedAt))
  return drawing.drawn
}

function drawTime({ random, now }: Drawing): number {
  for (;;) {
    // Their number grows from month to month.
    const daysAgo = Math.floor(DAYS * (1 - random.between(0, 1) ** 0.7))
    const filedAt = instantOn(random, now, daysAgo, byHour)
    const isWeekend = [0, 6].includes(new Date(filedAt + 8 * HOUR_MS).getUTCDay())
    if (filedAt < now - 2 * MINUTE_MS && (!isWeekend || random.between(0, 1) < WEEKEND_SHARE)) return filedAt
  }
}

function drawOne(drawing: Drawing, filedAt: number): DrawnReport {
  const { random, now, drawn } = drawing
  const kind = kinds[weighted(random, Object.values(kindWeights))]!
  const template = random.pick(sampleTemplates.filter(each => each.kind === kind))
  const due = dueAt(builtIn.limits[kind], filedAt)
  const life = (fate: Fate) => planLife(random, { template, filedAt, dueAt: due, fate })
  const fate = drawFate(random)
  const wanted = life(fate)
  const target = fate === 'merged' ? targetOf(drawing, kind, wanted[0]!.at) : undefined
  const plans = fate === 'merged' && !target ? life('settled') : wanted
  const place = target ? moved(random, target.row as Spot, NEAR) : drawPlace(drawing, kind, filedAt)
  const id = idAt(filedAt, `report ${drawn.length}`)
  const reporterId = drawReporter(drawing, filedAt)
  if (target && plans[0]!.at <= now - MINUTE_MS) absorb(target, id, reporterId, plans[0]!.at)
  const row: Row = {
    ...beginningOf(template, place, filedAt, due),
    id,
    reporterId,
    seenAt: Math.floor(filedAt - random.between(40_000, 400_000)),
    mergedInto: null,
  }
  return live(row, plans, { now, template, target, variant: Math.floor(random.between(0, VARIANTS)) })
}

/** A report of the same kind that is open when staff would merge another into it. */
function targetOf({ drawn }: Drawing, kind: ReportKind, at: number): DrawnReport | undefined {
  if (!kindRules[kind].isPublic) return undefined
  return drawn.slice(-60).findLast(({ row, openUntil }) =>
    row.kind === kind && openUntil > at + 10 * MINUTE_MS && row.filedAt < at - 10 * MINUTE_MS)
}

/** Adds the merged report's reporter to the followers of the other one. */
function absorb({ row, steps, supporters }: DrawnReport, from: string, accountId: string, mergedAt: number) {
  const at = Math.floor(mergedAt)
  steps.push({ id: idAt(at, `${from} absorbed`), at, step: 'absorbed', part: 'staff', words: from })
  if (accountId === row.reporterId || supporters.some(each => each.accountId === accountId)) return
  supporters.push({ accountId, at })
  row.supporters++
}

/** A place for a report; some things break again at the same place. */
function drawPlace({ random, drawn, spots }: Drawing, kind: ReportKind, filedAt: number): Spot {
  const settled = random.between(0, 1) < AGAIN
    ? drawn.slice(-500).filter(({ row, openUntil }) => row.kind === kind && openUntil < filedAt)
    : []
  return settled.length > 0
    ? moved(random, random.pick(settled).row as Spot, NEAR)
    : moved(random, random.pick(spots), FAR)
}

const moved = (random: Random, { latitude, longitude, areaId }: Spot, by: number): Spot => ({
  latitude: Number((latitude + random.between(-by, by)).toFixed(6)),
  longitude: Number((longitude + random.between(-by, by)).toFixed(6)),
  areaId,
})

/** A reporter; most reports come from a few hundred early riders. */
function drawReporter({ random, reporters }: Drawing, filedAt: number): string {
  const known = countUntil(reporters, filedAt)
  if (known === 0 || random.between(0, 1) < 0.02)
    return sampleId(random.pick(['rider', 'riderChen', 'riderLuo', 'riderDeng']))
  const most = random.between(0, 1) < 0.6 ? Math.min(known, CORE) : known
  return reporters[Math.floor(random.between(0, most))]!.id
}

interface Life {
  readonly now: number
  readonly template: SampleReport
  readonly target: DrawnReport | undefined
  readonly variant: number
}

/** Applies the planned events to a report, up to now. */
function live(row: Row, plans: readonly Planned[], { now, template, target, variant }: Life): DrawnReport {
  const steps: Happened[] = []
  for (const plan of plans.filter(each => each.at <= now - MINUTE_MS)) {
    const at = Math.floor(plan.at)
    const refusal = plan.to && refuseMove(row.state, plan.to, plan.part)
    if (refusal) throw new Error(`no report makes this move: ${JSON.stringify(refusal)}`)
    Object.assign(row, withReason(plan.step, changesOf(row, { ...plan, at })))
    steps.push({ ...plan, at, id: idAt(at, `${row.id} ${steps.length}`) })
  }
  if (row.state === 'merged') row.mergedInto = target!.row.id
  const openUntil = plans.find(({ to }) => to !== undefined && !isOpen(to))!.at
  return { row, template, steps, variant, supporters: [], openUntil }
}

function countUntil(people: readonly Person[], at: number): number {
  let [low, high] = [0, people.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (people[middle]!.registeredAt < at) low = middle + 1
    else high = middle
  }
  return low
}

const beginningOf = ({ kind, text, spot }: SampleReport, place: Spot, filedAt: number, due: number) => ({
  kind,
  text,
  ...place,
  accuracy: 15,
  spot: spot ?? null,
  state: 'filed' as const,
  stateSince: filedAt,
  filedAt,
  dueAt: due,
  skewMs: 0,
  unitId: null,
  awaitsStaff: true,
  cameBackAs: null,
  question: null,
  questionBy: null,
  resolvedAt: null,
  changedAt: null,
  score: null,
  reusedPhoto: false,
  supporters: 0,
})

/** The changes of a step to the row, as its command makes them. */
function changesOf(row: Row, { at, step, to, unit, words, score }: Planned): Partial<Row> {
  const changedAt = at
  if (step === 'asked') return { changedAt, question: words!, questionBy: 'clerk', awaitsStaff: true }
  if (step === 'answered') return { changedAt, question: null, questionBy: null, awaitsStaff: true }
  const answered = { changedAt, awaitsStaff: false, question: null, questionBy: null }
  const moved: Partial<Row> = { state: to!, stateSince: at, ...answered }
  if (step === 'assigned') return { ...moved, unitId: sampleId(unit!) }
  if (step === 'handedBack') return { ...moved, unitId: null, awaitsStaff: true }
  if (step === 'resolved') return { ...moved, resolvedAt: at }
  if (step === 'reopened') return { ...moved, resolvedAt: null }
  if (step === 'closed') return { ...moved, score: score ?? row.score ?? null }
  return moved
}
