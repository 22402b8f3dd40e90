import { Phone } from '#shared/kernel/digits.ts'
import { Day, Id, Instant, lineOf, PageRange, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { dailyCaps, transferReasons } from './rules.ts'

export const POINTS_PAGE_MAX = 50

/**
 * The kinds of transfer: 'hold' sets points aside for an order, 'settle' spends them, 'void' gives them back.
 */
export const transferKinds = ['post', 'hold', 'settle', 'void'] as const

/**
 * One transfer of somebody's points, with its cause. `amount` is signed: the change of what they can spend; 0
 * for 'settle'.
 */
export const Transfer = v.object({
  id: v.string(),
  kind: v.picklist(transferKinds),
  amount: v.pipe(v.number(), v.safeInteger()),
  reason: v.picklist(transferReasons),
  ref: v.string(), // The report, order or correction it was for.
  note: v.string(),
  occurredOn: Day, // The day it counts for, which may be earlier than the day it was posted.
  postedAt: Instant,
})

export const Points = v.object({
  available: v.number(),
  held: v.number(),
  today: v.array(v.object({ cap: v.string(), used: v.number(), max: v.number() })),
  /** The points that lapse next unless they are used, and the first day on which they are gone. */
  lapses: v.nullable(v.object({ points: v.number(), on: Day })),
  transfers: v.array(Transfer),
  hasMore: v.boolean(),
})
export type Points = v.InferOutput<typeof Points>

const Words = textOf(1, 300)
export const CAP_MAX = 100_000
export const CORRECTION_MAX = 100_000

/** An admin asks for a correction; another one approves it. `amount` is signed and never 0. */
export const CorrectPoints = v.object({
  correctionId: Id,
  phone: Phone, // The owner of the points, by the number that they give at the counter.
  amount: v.pipe(
    v.number(),
    v.safeInteger(),
    v.minValue(-CORRECTION_MAX),
    v.maxValue(CORRECTION_MAX),
    v.check(amount => amount !== 0),
  ),
  words: Words,
})
export const DecideCorrection = v.object({
  correctionId: Id,
  isApproved: v.boolean(),
  words: v.optional(Words),
})
export const SetCap = v.object({
  cap: v.picklist(dailyCaps),
  max: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(CAP_MAX)),
  seen: v.optional(Instant), // When the limit shown was set (ms); 0: never.
})

/** The admin's page of points: totals, caps in force, and corrections. */
export const PointsDesk = v.object({
  totals: v.object({
    out: v.number(),
    held: v.number(),
    issued: v.number(),
    spent: v.number(),
    lapsed: v.number(),
    debts: v.number(),
  }),
  caps: v.array(v.object({ cap: v.string(), max: v.number(), setAt: v.optional(Instant) })),
  corrections: v.array(v.object({
    id: Id,
    rank: v.number(), // Undecided ones first, the oldest on top; then the latest decided.
    person: v.string(), // Name, and the last four digits of the phone.
    amount: v.number(),
    words: v.string(),
    askedBy: v.string(),
    askedAt: Instant,
    state: v.picklist(['asked', 'approved', 'declined']),
    debt: v.number(), // The part that could not be taken because it was spent already.
    mayDecide: v.boolean(), // False for the asker, and for the person concerned.
  })),
  hasMore: v.boolean(), // More corrections below these.
})
export type PointsDesk = v.InferOutput<typeof PointsDesk>

/** The ledger from one day to another, both included; a row's rank is when it was posted. */
export const FindTransfers = v.object({
  from: Day,
  to: Day,
  reason: v.optional(v.picklist(transferReasons)),
  ...PageRange.entries,
})
export type FindTransfers = v.InferOutput<typeof FindTransfers>
export const LEDGER_PAGE_MAX = 50
/** Accounts by their ids; `person`: the name of the owner of the points, if known. */
export const LedgerPage = v.object({
  rows: v.array(v.object({
    id: v.string(),
    postedAt: Instant,
    occurredOn: Day,
    kind: v.picklist(transferKinds),
    debit: v.string(),
    credit: v.string(),
    amount: v.number(),
    reason: v.string(),
    ref: v.string(),
    actorId: v.string(),
    approverId: v.nullable(v.string()),
    note: v.string(),
    person: v.nullable(v.string()),
  })),
  total: v.number(), // Of all pages.
  hasMore: v.boolean(),
})
export type LedgerRow = v.InferOutput<typeof LedgerPage>['rows'][number]

/**
 * Sent by a task: unused points earned before `cutoff` lapse once a year; their owner is reminded a month
 * before.
 */
export const LapsePoints = v.object({ accountId: lineOf(100), cutoff: Day })
export const RemindOfLapse = v.object({ accountId: lineOf(100), cutoff: Day })
/** Sent by a task if the nightly check finds broken invariants. */
export const RaiseAlarm = v.object({ invariants: v.pipe(v.array(lineOf(100)), v.minLength(1)) })
