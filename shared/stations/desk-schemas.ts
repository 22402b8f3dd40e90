import { ContactPhone } from '#shared/kernel/digits.ts'
import { AreaCode, Id, Instant, lineOf, Place, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'
import * as v from 'valibot'
import { doorGroups } from './groups.ts'
import { facilities, stationKinds, stationParts } from './rules.ts'
import { StationView, Week } from './schemas.ts'

/** The highest station number, bounded because it is printed on posters and typed. */
const STATION_NUMBER_MAX = 999_999
export const StationNumber = wholeNumber(1, STATION_NUMBER_MAX)

/** Where a station is (WGS-84). A place far outside the city is refused, since its degrees are mixed up. */
export const StationPlace = v.pipe(v.omit(Place, ['accuracy']), v.check(mayBeInCity))

/** The basics of a station; hours, notice and telephone are parts of their own. */
export const StationBasics = v.object({
  name: textOf(1, 40),
  kind: v.picklist(stationKinds),
  areaId: AreaCode, // Its street or its community.
  address: textOf(1, 100),
  place: StationPlace,
  facilities: v.pipe(v.array(v.picklist(facilities)), v.maxLength(facilities.length)),
  isSelfService: v.boolean(), // Opens by code round the clock.
  /** Who may come in by code; older apps don't say: as it was, and of a new station everybody. */
  groups: v.optional(v.pipe(v.array(v.picklist(doorGroups)), v.minLength(1), v.maxLength(doorGroups.length))),
})
export type StationBasics = v.InferOutput<typeof StationBasics>

/** A new station, whose number never changes. */
export const MakeStation = v.object({
  stationId: Id,
  number: StationNumber,
  ...StationBasics.entries,
  week: Week,
  phone: v.nullable(ContactPhone),
})
/** `seen`: when the basics shown were changed, as `basicsAt` of the detail said (ms); 0: never. */
export const ChangeStation = v.object({ stationId: Id, ...StationBasics.entries, seen: Instant })

export const STATION_ROWS_MAX = 1000
/**
 * A line of a table, as written; the number identifies the station. A missing column changes nothing, nor
 * does an empty telephone.
 */
export const StationLine = v.object({
  number: lineOf(20),
  name: lineOf(80),
  kind: lineOf(20),
  area: lineOf(80),
  address: lineOf(200),
  latitude: lineOf(30),
  longitude: lineOf(30),
  isSelfService: v.optional(lineOf(20)),
  groups: v.optional(lineOf(60)),
  facilities: v.optional(lineOf(200)),
  hours: v.optional(lineOf(300)),
  phone: v.optional(lineOf(40)),
  version: v.optional(lineOf(20)),
})
export type StationLine = v.InferOutput<typeof StationLine>
/**
 * A table of stations. A dry run changes nothing and has the same result; its `asOf` becomes `seen`, so that
 * changes by others since then are not overwritten.
 */
export const ImportStations = v.pipe(
  v.object({
    rows: v.pipe(v.array(StationLine), v.minLength(1), v.maxLength(STATION_ROWS_MAX)),
    dryRun: v.boolean(),
    seen: v.optional(Instant),
  }),
  v.forward(v.check(({ dryRun, seen }) => dryRun || seen !== undefined), ['seen']),
)
/** The columns that a line may change. */
const changeableColumns = [
  'name',
  'kind',
  'area',
  'address',
  'place',
  'isSelfService',
  'groups',
  'facilities',
  'hours',
  'phone',
] as const
export type ChangeableColumn = (typeof changeableColumns)[number]
/**
 * The result of an import, or of its dry run, by lines from 1. `made`: new stations; `changed`: with the
 * changed columns; `same`: how many are unchanged; `refused`: the refused lines, each with its code.
 */
export const ImportedStations = v.object({
  made: v.array(v.number()),
  changed: v.array(v.object({ line: v.number(), columns: v.array(v.picklist(changeableColumns)) })),
  same: v.number(),
  refused: v.array(v.object({ line: v.number(), code: v.string() })),
  asOf: Instant,
})
export type ImportedStations = v.InferOutput<typeof ImportedStations>

/** A station for its desk: everything that people see, the versions of its parts, and its keepers. */
export const StationDetail = v.object({
  station: StationView,
  areaId: AreaCode,
  groups: v.optional(v.array(v.picklist(doorGroups))), // Absent from older servers.
  basicsAt: Instant,
  changed: v.partial(v.object(v.entriesFromList(stationParts, Instant))),
  keepers: v.array(v.object({
    id: Id, // The id of the post.
    accountId: Id,
    name: v.nullable(v.string()),
    from: Instant,
    until: v.nullable(Instant),
    reason: v.string(),
    givenBy: v.nullable(v.string()),
    mayEnd: v.boolean(),
  })),
})
export type StationDetail = v.InferOutput<typeof StationDetail>
