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
/** What a phone read, and when by its clock: the leader's code, or somebody's pass held out to the leader. */
const scanned = { text: scannedOf(SCANNED_MAX), seenAt: ClockReading, seenClock: v.optional(ClockNote) }
/** Somebody was there: their own phone read the leader's code, or the leader's phone read their pass. */
export const Attend = v.object({
  activityId: Id,
  direction: v.picklist(directions),
  proof: v.variant('by', [
    v.object({ by: v.literal('code'), ...scanned }),
    v.object({ by: v.literal('pass'), ...scanned }),
  ]),
})
export type Attend = v.InferOutput<typeof Attend>
/** Closes an activity, with words and photos. Evidence that comes later still counts. */
export const FinishActivity = v.object({
  activityId: Id,
  words: textOf(0, WORDS_MAX),
  photos: FinishPhotos,
})
/** A photo that should not be seen, with somebody's face on it, say. */
export const RemovePhoto = v.object({ activityId: Id, hash: PhotoHash })
/** The leader asks staff to let other times count for somebody. */
export const CorrectHours = v.object({
  correctionId: Id,
  activityId: Id,
  accountId: Id,
  inAt: Instant,
  outAt: Instant,
  words: Reason,
})
export const ApproveHours = v.object({ correctionId: Id, isApproved: v.boolean(), words: v.optional(Reason) })

/** Who comes, for the leader and staff; it works without a network. */
export const ActivityRoll = v.object({
  people: v.array(v.object({
    accountId: Id,
    name: v.string(),
    phoneHint: v.string(), // The last digits of their number.
    holder: v.string(), // Their name in passes.
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
 * leader's phone to keep. A query's answer, and not `cached`: no receipt and no cache has it.
 */
export const CodeKeys = v.object({
  subject: v.string(), // 16 hexadecimal digits.
  keys: v.array(v.object({ day: Day, key: v.string() })), // HMAC-SHA-256, base64url.
  from: Instant, // Codes count from then …
  until: Instant, // … until then.
})
export type CodeKeys = v.InferOutput<typeof CodeKeys>
