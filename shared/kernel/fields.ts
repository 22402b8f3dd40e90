import * as v from 'valibot'
import { codeIn, phoneIn } from './digits.ts'

/** The fields that all schemas are built of. */
export const Id = v.pipe(v.string(), v.uuid())
/** Milliseconds since 1970, in UTC. */
export const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/**
 * A phone's last answer from the server: when, by the server's clock and by the phone's. What the phone
 * records next happened after it.
 */
export const ClockNote = v.object({ serverAt: Instant, phoneAt: Instant })
export type ClockNote = v.InferOutput<typeof ClockNote>
/** SHA-256 of a photo's bytes as the phone sent them, in hexadecimal: its name everywhere. */
export const PhotoHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
/**
 * Statistics-bureau code of a city, district, street or community: 4, 6, 9 or 12 digits, each a prefix of
 * those below it.
 */
export const AreaCode = v.pipe(v.string(), v.regex(/^\d{4}(?:\d{2}(?:\d{3}){0,2})?$/))
/** Where something is: WGS-84 degrees; `accuracy` in metres where the phone said. */
export const Place = v.object({
  latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  accuracy: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
})
export type Place = v.InferOutput<typeof Place>
/** Longer than any message that somebody pastes whole for the digits in it. */
const TYPED_MAX = 500
/** A mainland mobile number as typed or pasted; its output has neither spaces nor the country code. */
export const Phone = v.pipe(
  v.string(),
  v.maxLength(TYPED_MAX),
  v.transform(phoneIn),
  v.regex(/^1[3-9]\d{9}$/),
)
/** A code of so many digits as typed, pasted or filled in; its output is the digits alone. */
export const codeOf = (count: number) =>
  v.pipe(
    v.string(),
    v.maxLength(TYPED_MAX),
    v.transform(text => codeIn(text, count)),
    v.regex(/^\d+$/),
    v.length(count),
  )
/** An integer from `least` to `most`, both included. */
export const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most))
/** Text of so many characters, without NUL, which PostgreSQL can't store. */
export const textOf = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.transform(text => text.replaceAll('\0', '')),
    v.trim(),
    v.minLength(least),
    v.maxLength(most),
  )
/** A line written by a program; it refuses NUL, which would be that program's mistake. */
export const lineOf = (most: number) => v.pipe(v.string(), v.excludes('\0'), v.maxLength(most))
/** A day of the Shanghai calendar, as 2026-11-23. */
export const Day = v.pipe(v.string(), v.isoDate())
export const Nothing = v.object({})
/**
 * Which rows of a list are asked for: those ranked below `before`, without it the first; with `until`, all
 * down to that rank, at most `SHOWN_ROWS_MAX` at once. A row's rank is an instant unless its schema says
 * otherwise.
 */
export const pageRange = { before: v.optional(Instant), until: v.optional(Instant) }
export interface PageRange { before?: number | undefined, until?: number | undefined }
export const SHOWN_ROWS_MAX = 200
