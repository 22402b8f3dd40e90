import { Day, Instant } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { transferReasons } from './rules.ts'

export const POINTS_PAGE_MAX = 50

/** Older transfers than an instant; without it, the newest. */
export const PointsInput = v.object({ before: v.optional(Instant) })

/** One movement of somebody's points, with its cause. `amount` is signed: what it did to the owner. */
export const Transfer = v.object({
  id: v.string(),
  amount: v.pipe(v.number(), v.safeInteger()),
  reason: v.picklist(transferReasons),
  ref: v.string(), // The report it was for.
  note: v.string(),
  occurredOn: Day, // The day it counts for, which may be earlier than the day it was posted.
  postedAt: Instant,
})

export const Points = v.object({
  available: v.number(),
  held: v.number(),
  today: v.array(v.object({ cap: v.string(), used: v.number(), max: v.number() })),
  transfers: v.array(Transfer),
  hasMore: v.boolean(),
})
export type Points = v.InferOutput<typeof Points>
