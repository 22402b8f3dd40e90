import { Id, Instant, lineOf, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/** 投诉建议: a complaint or suggestion about the app or the programme; every page reaches it. */
export const Complain = v.object({
  complaintId: Id,
  text: textOf(1, 1000),
  page: lineOf(200), // Where it was written, as a route name.
})
export const ReplyToComplaint = v.object({
  complaintId: Id,
  words: textOf(1, 1000),
  seen: v.optional(Instant), // When the reply was given that was shown; 0: there was none.
})

export const Complaint = v.object({
  id: Id,
  text: v.string(),
  page: v.string(),
  at: Instant,
  rank: v.number(), // What its list is ordered by, downwards.
  reply: v.nullable(v.object({ words: v.string(), at: Instant })),
})
/** A page of them; a full one (`SHOWN_ROWS_MAX`) may have more below it. */
export const Complaints = v.array(Complaint)
export type Complaint = v.InferOutput<typeof Complaint>
