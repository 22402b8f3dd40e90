import * as v from 'valibot'
import { isDay } from './day.ts'
import { shownText } from './text.ts'

/** The fields from which all schemas are built. */
export const Id = v.pipe(v.string(), v.uuid())
/** The last instant whose Shanghai year has four digits; calendars and clocks break at later ones. */
export const INSTANT_MAX = 253_402_271_999_999
/** Milliseconds since 1970, in UTC. */
export const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(INSTANT_MAX))
/** The reading of a phone's clock, right or wrong, in the same unit; only used after correction by ours. */
export const ClockReading = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/**
 * A phone's last answer from the server: its time by the server's clock and by the phone's. What the phone
 * records later happened after it. Any number is accepted, because a nonsensical note must not block its
 * command.
 */
export const ClockNote = v.object({ serverAt: ClockReading, phoneAt: ClockReading })
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
/** A point in degrees of WGS-84. */
export type LatLng = Pick<Place, 'latitude' | 'longitude'>
/** An integer from `least` to `most`, both included. */
export const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most))
/** NUL, and lone surrogates, as a cut through an emoji leaves them: PostgreSQL refuses both. */
const UNSTORABLE = /[\0\uD800-\uDFFF]/u
const everyUnstorable = new RegExp(UNSTORABLE, 'gu')
/** Text of so many characters (code points); those that can't be seen or stored are left out. */
export const textOf = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.transform(text => [...shownText(text)]),
    v.minLength(least),
    v.maxLength(most),
    v.transform(characters => characters.join('')),
  )
/** Text that a scanner read, unchanged except for characters that can't be stored. */
export const scannedOf = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.transform(text => text.replace(everyUnstorable, '')))
/** A line written by a program; characters that can't be stored are refused, as a mistake of that program. */
export const lineOf = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.check(line => !UNSTORABLE.test(line)))
/** An existing day of the Shanghai calendar, as 2026-11-23. */
export const Day = v.pipe(v.string(), v.isoDate(), v.check(isDay))
export const Nothing = v.object({})
/**
 * Which rows of a list are asked for: those ranked below `before`, without it the first; with `until`, all
 * down to that rank, at most `SHOWN_ROWS_MAX` at once. A row's rank is an instant unless its schema says
 * otherwise.
 */
export const PageRange = v.object({ before: v.optional(Instant), until: v.optional(Instant) })
export type PageRange = v.InferOutput<typeof PageRange>
/** The longest text to search a desk's list for (characters). */
export const SOUGHT_WORDS_MAX = 40
/** The most rows of such a range, and of the first page of a list that older apps know as a plain array. */
export const SHOWN_ROWS_MAX = 200
