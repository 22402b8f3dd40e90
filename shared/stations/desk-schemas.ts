import { ContactPhone } from '#shared/kernel/digits.ts'
import { AreaCode, Id, Instant, lineOf, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'
import * as v from 'valibot'
import { doorGroups } from './groups.ts'
import { facilities, stationKinds, stationParts } from './rules.ts'
import { StationView, Week } from './schemas.ts'

/** A number stands on posters and in door codes, and is typed. */
const STATION_NUMBER_MAX = 999_999
export const StationNumber = wholeNumber(1, STATION_NUMBER_MAX)

/** Where a station stands (WGS-84); what lies far outside the city has its degrees mixed up. */
export const StationPlace = v.pipe(
  v.object({
    latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
    longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  }),
  v.check(mayBeInCity),
)

/** What the city says of a station; its hours, notice and telephone are parts of their own. */
export const StationBasics = v.object({
  name: textOf(1, 40),
  kind: v.picklist(stationKinds),
  areaId: AreaCode, // Its street, or its community.
  address: textOf(1, 100),
  place: StationPlace,
  facilities: v.pipe(v.array(v.picklist(facilities)), v.maxLength(facilities.length)),
  isSelfService: v.boolean(), // Opens by code round the clock.
  /** Who may come in by code; older apps don't say: as it was, and of a new station everybody. */
  groups: v.optional(v.pipe(v.array(v.picklist(doorGroups)), v.minLength(1), v.maxLength(doorGroups.length))),
})
export type StationBasics = v.InferOutput<typeof StationBasics>

/** A new station. Its number stays its own for good. */
export const MakeStation = v.object({
  stationId: Id,
  number: StationNumber,
  ...StationBasics.entries,
  week: Week,
  phone: v.nullable(ContactPhone),
})
/** `seen`: when the basics were changed that were looked at, as `basicsAt` of the detail said; 0: never. */
export const ChangeStation = v.object({ stationId: Id, ...StationBasics.entries, seen: Instant })

export const STATION_ROWS_MAX = 1000
/**
 * A line of a table, as it was written; the number says which station it is. A column that the table lacks,
 * like a telephone left empty, changes nothing.
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
 * A table of stations. A dry run changes nothing and says the same; `seen` is its `asOf`: what others have
 * changed since is not overwritten.
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
 * What an import did, or would do, by lines from 1. `made`: new stations; `changed`: with what changes of
 * them; `same`: how many stay as they are; `refused`: those that were not taken, each with a refusal's code.
 */
export const ImportedStations = v.object({
  made: v.array(v.number()),
  changed: v.array(v.object({ line: v.number(), columns: v.array(v.picklist(changeableColumns)) })),
  same: v.number(),
  refused: v.array(v.object({ line: v.number(), code: v.string() })),
  asOf: Instant,
})
export type ImportedStations = v.InferOutput<typeof ImportedStations>

/** A station as the desk changes it: what everybody sees, the versions of its parts, and who keeps it. */
export const StationDetail = v.object({
  station: StationView,
  areaId: AreaCode,
  groups: v.optional(v.array(v.picklist(doorGroups))), // Absent from older servers.
  basicsAt: Instant,
  changed: v.partial(v.object(v.entriesFromList(stationParts, Instant))),
  keepers: v.array(v.object({
    id: Id, // Of the post.
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
