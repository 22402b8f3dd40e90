import {
  ClockNote,
  ClockReading,
  Day,
  Id,
  Instant,
  PhotoHash,
  scannedOf,
  textOf,
} from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { FinishPhotos, Reason, WORDS_MAX } from './activities.ts'
import { signupStates } from './rules.ts'

const SCANNED_MAX = 600
const directions = ['in', 'out'] as const
/**
 * The scanned text, and when it was scanned by the phone's clock: the leader's code, or a pass held out to
 * the leader.
 */
const scanned = { text: scannedOf(SCANNED_MAX), seenAt: ClockReading, seenClock: v.optional(ClockNote) }
/**
 * Evidence that somebody was there: their phone scanned the leader's code, or the leader's phone their pass.
 */
export const Attend = v.object({
  activityId: Id,
  direction: v.picklist(directions),
  proof: v.variant('by', [
    v.object({ by: v.literal('code'), ...scanned }),
    v.object({ by: v.literal('pass'), ...scanned }),
  ]),
})
export type Attend = v.InferOutput<typeof Attend>
/** Finishes an activity, with words and photos. Evidence that arrives later still counts. */
export const FinishActivity = v.object({
  activityId: Id,
  words: textOf(0, WORDS_MAX),
  photos: FinishPhotos,
})
/** Removes a photo from an activity, such as one with somebody's face. */
export const RemovePhoto = v.object({ activityId: Id, hash: PhotoHash })
/** The leader asks staff for a correction of somebody's hours. */
export const CorrectHours = v.object({
  correctionId: Id,
  activityId: Id,
  accountId: Id,
  inAt: Instant,
  outAt: Instant,
  words: Reason,
})
export const ApproveHours = v.object({ correctionId: Id, isApproved: v.boolean(), words: v.optional(Reason) })

/** The roll, for leaders and staff; it works without a network. */
export const ActivityRoll = v.object({
  people: v.array(v.object({
    accountId: Id,
    name: v.string(),
    phoneHint: v.string(), // The last digits of their number.
    holder: v.string(), // Who they are in passes: the holder.
    state: v.picklist(signupStates),
    ahead: v.number(),
    inAt: v.nullable(Instant),
    outAt: v.nullable(Instant),
    minutes: v.nullable(v.number()),
    isDoubtful: v.boolean(), // The phone's clock contradicts itself.
    correction: v.nullable(v.object({
      id: Id,
      inAt: Instant,
      outAt: Instant,
      words: v.string(),
      askedBy: v.string(),
      state: v.picklist(['asked', 'approved', 'declined']),
      mayDecide: v.boolean(),
    })),
  })),
  messages: v.array(v.object({ words: v.string(), at: Instant, by: v.string() })),
})
export type ActivityRoll = v.InferOutput<typeof ActivityRoll>
/**
 * The keys of this activity's rotating codes, one for each Shanghai day on which they may be shown, for a
 * leader's phone. They are a query's answer that is not `cached`, so neither a receipt nor a cache stores
 * them.
 */
export const CodeKeys = v.object({
  subject: v.string(), // 16 hexadecimal digits.
  keys: v.array(v.object({ day: Day, key: v.string() })), // HMAC-SHA-256, base64url.
  from: Instant, // Codes count from then …
  until: Instant, // … until then.
})
export type CodeKeys = v.InferOutput<typeof CodeKeys>
