import type { Refusal } from '#shared/refusal.ts'
import { ClockNote, ClockReading, Id } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export const BATCH_COMMANDS_MAX = 200
export const BATCH_BYTES_MAX = 1_000_000
export const PHOTO_BYTES_MAX = 12_000_000

/**
 * A command on its way to the server. `id` is made once, on the phone, and stays the same through every
 * retry.
 */
export const Envelope = v.object({
  id: Id,
  name: v.pipe(v.string(), v.maxLength(60)),
  input: v.unknown(),
  madeAt: ClockReading,
  // How far the clock was off then; absent before the first answer, and in older apps.
  clock: v.optional(ClockNote),
})
export type Envelope = v.InferOutput<typeof Envelope>

/** `sentAt`: the phone's clock at sending, which with `madeAt` says how long ago each command was made. */
export const Batch = v.object({
  sentAt: ClockReading,
  commands: v.pipe(v.array(Envelope), v.minLength(1), v.maxLength(BATCH_COMMANDS_MAX)),
})
export type Batch = v.InferOutput<typeof Batch>

/**
 * A final decision. `accepted` and `refused` are saved as the receipt and returned again to a retry;
 * `malformed` leaves none.
 */
export type Decision =
  | { status: 'accepted', result?: unknown }
  | { status: 'refused', refusal: Refusal }
  | { status: 'malformed', issues: string[] }
/**
 * Nothing was decided: send it again after `afterMs`, the missing photos first. `refusal`: why, if a person
 * can read it.
 */
export interface Later { status: 'retry', afterMs: number, missingPhotos?: string[], refusal?: Refusal }
/** One for each command of a batch, in its order. */
export type Reply = { id: string } & (Decision | Later)
export interface BatchReply { now: number, replies: Reply[] }

/**
 * The refusal of a route other than commands and queries: a code, and a Chinese sentence for the screen.
 * `puzzle`: to be solved before one asks again (`identity/puzzle.ts`).
 */
export interface RouteRefusal { code: string, message: string, retryAfterS?: number, puzzle?: string }
