import { companies, works } from '#shared/identity/schemas.ts'
import { AreaCode, Instant, PageRange } from '#shared/kernel/fields.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'
import * as v from 'valibot'

/** A Shanghai month, as 2026-11. */
const Month = v.pipe(v.string(), v.regex(/^2\d{3}-(?:0[1-9]|1[0-2])$/))
/** The most months that one view covers. */
export const MONTHS_MAX = 36

const Asked = v.object({ areaId: AreaCode, from: Month, to: Month })
const isSpan = ({ from, to }: v.InferOutput<typeof Asked>) =>
  from <= to && monthsBetween(from, to) < MONTHS_MAX
/** The figures of an area and all inside it, over whole Shanghai months, both included. */
export const CityInput = v.pipe(Asked, v.check(asked => isSpan(asked)))
const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5))

/** What filed reports a figure may be of besides their kind and state. */
export const rowsOf = ['reopened', 'cameBack'] as const
/** The reports filed in an area in these months that a figure counts; ranked by when they were filed. */
export const RowsInput = v.pipe(
  v.object({
    ...Asked.entries,
    kind: v.optional(v.picklist(reportKinds)),
    state: v.optional(v.picklist(reportStates)),
    of: v.optional(v.picklist(rowsOf)),
    ...PageRange.entries,
  }),
  v.check(asked => isSpan(asked)),
)
export const Rows = v.object({
  areaName: v.string(),
  total: v.number(),
  reports: v.array(v.object({
    id: v.string(),
    number: v.number(),
    kind: v.picklist(reportKinds),
    state: v.picklist(reportStates), // As it was counted last.
    areaName: v.string(),
    filedAt: Instant,
    dueAt: Instant,
    settledAt: v.nullable(Instant),
  })),
  hasMore: v.boolean(),
})

const N = v.number()
const Kept = v.object({ onTime: N, closed: N, overdue: N })
/** So many reports, and in how many minutes half and nine in ten of them had it; null for none. */
const Speed = v.object({ n: N, median: v.nullable(N), ninth: v.nullable(N) })
export type Speed = v.InferOutput<typeof Speed>
/** So many of so many. */
const Part = v.object({ n: N, of: N })

const Reports = v.object({
  filed: N,
  states: v.record(v.picklist(reportStates), N),
  kept: Kept,
  answered: Speed,
  settled: Speed,
  reopened: Part,
  rated: v.object({ n: N, scores: N }),
  cameBack: Part,
  kinds: v.array(v.object({
    kind: v.picklist(reportKinds),
    filed: N,
    kept: Kept,
    answered: Speed,
    settled: Speed,
  })),
  days: v.array(v.object({ day: v.string(), filed: N, settled: N })),
})
const InArea = v.object({
  areaId: AreaCode,
  name: v.string(),
  people: N,
  filed: N,
  open: N,
  kept: Kept, // Of reports and 心声.
  reopened: Part,
  rated: v.object({ n: N, scores: N }),
})
export const CityFigures = v.object({
  areaName: v.string(),
  asOf: v.nullable(Instant), // When it was counted; null: not yet.
  people: v.object({
    couriers: N,
    residents: N,
    registered: N, // In the months asked for.
    groups: v.array(v.object({
      company: v.nullable(v.picklist(companies)),
      work: v.nullable(v.picklist(works)),
      n: N,
    })),
  }),
  reports: Reports,
  voices: Kept, // Answers promised to 心声, which the honest clock counts beside reports.
  areas: v.array(InArea),
  stations: v.object({ all: N, open: N, visits: N, hours: v.array(N) }),
  volunteering: v.object({ teams: N, activities: N, places: N }),
  // Of the whole city alone. `held` now, the others in the months asked for.
  points: v.nullable(v.object({ issued: N, spent: N, lapsed: N, takenBack: N, held: N })),
})
export type CityFigures = v.InferOutput<typeof CityFigures>

/** What everybody may read, of twelve whole months; what is too small to show is left out. */
export const PublicClock = v.object({
  from: Month,
  to: Month,
  kept: v.nullable(Kept),
  areas: v.array(v.object({ name: v.string(), kept: Kept })),
  kinds: v.array(v.object({ kind: v.picklist([...reportKinds, 'voices']), kept: Kept })),
})
