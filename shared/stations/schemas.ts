import { DAY_MINUTES } from '#shared/kernel/day.ts'
import { ContactPhone } from '#shared/kernel/digits.ts'
import { AreaCode, Day, Id, Instant, PhotoHash, Place, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import {
  faultKinds,
  needs,
  SPANS_MAX,
  stationKinds,
  stationParts,
  stationStates,
  supplies,
  supplyLevels,
} from './rules.ts'

const Words = textOf(1, 300)
/**
 * True for spans in order that begin on their day and end before the next one or the next day's first begins.
 */
export const areSpans = (spans: readonly number[]): boolean =>
  spans.length % 2 === 0
  && spans.every((minute, at) => at === 0 || minute > spans[at - 1]!)
  && spans.every((minute, at) => at % 2 === 1 || minute < DAY_MINUTES)
  && spans.at(-1)! - spans[0]! <= DAY_MINUTES
const Spans = v.nullable(
  v.pipe(
    v.array(wholeNumber(0, 2 * DAY_MINUTES)),
    v.minLength(2),
    v.maxLength(2 * SPANS_MAX),
    v.check(
      spans => areSpans(spans),
      'the times of a day follow one another, begin on it and last 24 hours at most',
    ),
    v.readonly(),
  ),
)
export const Week = v.pipe(v.array(Spans), v.length(7), v.readonly())
export const EXCEPTIONS_MAX = 60
/** How many people a keeper may count inside. */
export const HEADS_MAX = 500
export const Exceptions = v.pipe(
  v.array(v.object({ day: Day, span: Spans, words: textOf(0, 40) })),
  v.maxLength(EXCEPTIONS_MAX),
  v.readonly(),
)
/** When a station's counter is staffed. `shut`: why its keeper has closed it for now. */
export const CounterHours = v.object({ week: Week, exceptions: Exceptions, shut: v.nullable(v.string()) })
export type CounterHours = v.InferOutput<typeof CounterHours>
const Supplies = v.partial(v.object(v.entriesFromList(supplies, v.picklist(supplyLevels))))

/** `supply`: the supply that has run out, for the kind `supply` only. */
export const ReportFault = v.object({
  faultId: Id,
  stationId: Id,
  kind: v.picklist(faultKinds),
  supply: v.optional(v.picklist(supplies)),
  words: textOf(0, 300),
  photo: v.optional(PhotoHash),
})
export const AnswerFault = v.object({
  faultId: Id,
  words: Words,
  isMended: v.boolean(),
  seen: v.optional(Instant), // When the answer shown was given (ms); 0: there was none.
})
/** When each part was changed last (ms); a part that never was is absent. */
const PartsChanged = v.partial(v.object(v.entriesFromList(stationParts, Instant)))

/** A keeper's changes to a station; only the named parts change. */
export const UpdateStation = v.object({
  stationId: Id,
  /** Null: open by its hours again. */
  shut: v.optional(v.nullable(v.object({ words: Words }))),
  hours: v.optional(v.object({ week: Week, exceptions: Exceptions })),
  heads: v.optional(wholeNumber(0, HEADS_MAX)),
  supplies: v.optional(Supplies),
  notice: v.optional(textOf(0, 300)),
  photo: v.optional(PhotoHash),
  /** The telephone that people call; null removes it. */
  phone: v.optional(v.nullable(ContactPhone)),
  /** The keeper has tried the door: the station is doubtful no more. */
  isDoorFine: v.optional(v.literal(true)),
  /** The version of each part that was shown, from `changed` of the desk. */
  seen: v.optional(PartsChanged),
})
export type UpdateStation = v.InferOutput<typeof UpdateStation>

/** Longer hours by announcements; see `LongerHours` in the rules. */
export const Longer = v.array(v.object({
  areaId: AreaCode,
  from: Instant,
  until: Instant,
  opens: v.number(),
  closes: v.number(),
}))
/** A station in the list of all: small, but enough to show it without a network. */
export const StationRow = v.object({
  id: Id,
  number: v.number(),
  name: v.string(),
  kind: v.picklist(stationKinds),
  address: v.string(),
  areaId: v.optional(AreaCode), // Answers saved by older apps have none.
  latitude: v.number(),
  longitude: v.number(),
  facilities: v.number(), // Bits of `facilities`.
  week: v.number(), // An index in the list's `weeks`.
  exceptions: v.optional(Exceptions),
  isSelfService: v.boolean(),
  photo: v.optional(PhotoHash),
  shut: v.optional(v.string()), // Why the keeper has closed it for now.
  isDoubtful: v.optional(v.literal(true)),
})
export type StationRow = v.InferOutput<typeof StationRow>
export const Stations = v.object({
  stations: v.array(StationRow),
  weeks: v.array(Week),
  longer: v.optional(Longer), // Answers saved by older apps have none.
})
export type Stations = v.InferOutput<typeof Stations>
/** The estimated number of people inside, by station number; empty stations are absent. */
export const Heads = v.record(v.string(), v.number())

export const NEAR_MAX = 10
export const NearInput = v.object({
  place: Place,
  needs: v.optional(v.pipe(v.array(v.picklist(needs)), v.maxLength(needs.length)), []),
})
export const NearStations = v.array(
  v.object({
    id: Id,
    name: v.string(),
    address: v.string(),
    latitude: v.number(),
    longitude: v.number(),
    metres: v.number(),
    state: v.picklist(stationStates),
  }),
)

const MapSource = v.object({ url: v.string(), attribution: v.string() })
/**
 * The map's streets where the city has them: pictures (a Leaflet URL template), or a file of ours in PMTiles.
 * Without either it has outlines and dots only.
 */
export const MapTiles = v.object({
  tiles: v.nullable(MapSource),
  file: v.optional(MapSource),
})

export const OneStation = v.object({ stationId: Id })
const Fault = v.object({
  id: Id,
  kind: v.picklist(faultKinds),
  supply: v.nullable(v.picklist(supplies)),
  words: v.string(),
  at: Instant,
  answer: v.nullable(v.string()),
  answeredAt: v.nullable(Instant),
  isMended: v.boolean(),
  photo: v.optional(PhotoRef), // For people who keep the station or work for its area.
})
export type Fault = v.InferOutput<typeof Fault>
// `countedAt`: when the keeper last counted.
const HeadsEstimate = v.object({ count: v.number(), countedAt: v.nullable(Instant) })
export const StationView = v.object({
  ...v.omit(StationRow, ['areaId', 'photo', 'week', 'exceptions', 'shut', 'isDoubtful']).entries,
  areaName: v.string(),
  week: Week,
  exceptions: Exceptions,
  longer: v.optional(Longer), // The longer hours of this station.
  shut: v.nullable(v.string()),
  isDoubtful: v.boolean(),
  notice: v.string(),
  photo: v.nullable(PhotoRef),
  phone: v.optional(v.string()), // The telephone; not for visitors.
  supplies: Supplies,
  suppliesAt: v.nullable(Instant),
  heads: HeadsEstimate,
  lastOpenedAt: v.nullable(Instant), // When somebody last got in.
  faults: v.array(Fault), // Open ones, and those mended in the last week.
})
export type StationView = v.InferOutput<typeof StationView>

/** One keeper's stations. */
export const StationDesk = v.object({
  stations: v.array(
    v.object({
      station: StationView,
      // `byHour`: 24 counts, by Shanghai's hours.
      today: v.object({ visits: v.number(), failures: v.number(), byHour: v.array(v.number()) }),
      flagged: v.array(
        v.object({ visitId: Id, at: Instant, flag: v.picklist(['twoPlaces', 'revoked', 'clock']) }),
      ),
      kiosks: v.array(v.object({ id: Id, label: v.string(), seenAt: v.nullable(Instant) })),
      changed: v.optional(PartsChanged),
    }),
  ),
})
export type StationDesk = v.InferOutput<typeof StationDesk>
