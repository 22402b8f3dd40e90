import type { Reader } from '#server/database/database.ts'
import type { StationBasics, StationLine } from '#shared/stations/desk-schemas.ts'
import type { DoorGroup } from '#shared/stations/groups.ts'
import type { StationsRefusal } from '#shared/stations/refusals.ts'
import type { Facility, StationKind, Week } from '#shared/stations/rules.ts'
import { areasCalled } from '#server/core/areas/index.ts'
import { ContactPhone, numberIn } from '#shared/kernel/digits.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { StationBasics as Basics, StationNumber, StationPlace } from '#shared/stations/desk-schemas.ts'
import { doorGroups } from '#shared/stations/groups.ts'
import { weekIn } from '#shared/stations/hours-text.ts'
import { facilityNames, groupNames, stationKindNames } from '#shared/stations/names.ts'
import { facilities as everyFacility, stationKinds } from '#shared/stations/rules.ts'
import { Week as WeekSchema } from '#shared/stations/schemas.ts'
import * as v from 'valibot'

/**
 * A parsed line; a field is absent if the table has no column for it, or if the station's own value stays.
 */
export interface ReadLine {
  readonly number: number
  readonly basics: Omit<StationBasics, 'facilities' | 'groups' | 'isSelfService'>
  readonly facilities: readonly Facility[] | undefined
  readonly isSelfService: boolean | undefined
  readonly groups: readonly DoorGroup[] | undefined
  readonly week: Week | undefined
  readonly phone: string | undefined
  /** When the station was changed last before the table was exported (ms). */
  readonly version: number | undefined
}
type Code = StationsRefusal['code']
/** Looks areas up by name and remembers them during an import, since hundreds of lines name a few dozen. */
type AreasCalled = (words: string) => Promise<readonly string[]>

export function areasOnce(read: Reader): AreasCalled {
  const known = new Map<string, Promise<string[]>>()
  return async (words) => {
    if (!known.has(words))
      known.set(words, areasCalled(read, words).then(areas => areas.map(([code]) => code)))
    return await known.get(words)!
  }
}

/** Parses a line of a table, or returns the code of the refusal. */
export async function readLine(line: StationLine, areas: AreasCalled): Promise<ReadLine | Code> {
  const number = v.safeParse(StationNumber, numberIn(line.number))
  if (!number.success) return 'stations.numberWrong'
  const kind = kindCalled(line.kind.trim())
  if (kind === undefined) return 'stations.kindUnknown'
  const [areaId, ...others] = await areas(line.area.trim())
  if (areaId === undefined) return 'stations.areaUnknown'
  if (others.length > 0) return 'stations.areaAmbiguous'
  const name = v.safeParse(Basics.entries.name, line.name)
  const address = v.safeParse(Basics.entries.address, line.address)
  if (!name.success) return 'stations.nameWrong'
  if (!address.success) return 'stations.addressWrong'
  const degrees = { latitude: degreesIn(line.latitude), longitude: degreesIn(line.longitude) }
  const place = v.safeParse(StationPlace, degrees)
  if (!place.success) return 'stations.placeWrong'
  const rest = readOptional(line)
  if (typeof rest === 'string') return rest
  const basics = { name: name.output, kind, areaId, address: address.output, place: place.output }
  return { number: number.output, basics, ...rest }
}

type Optional = Omit<ReadLine, 'number' | 'basics'>
function readOptional(line: StationLine): Optional | Code {
  const { isSelfService, groups, facilities, hours, phone, version } = line
  const self = isSelfService === undefined ? undefined : yesOrNo(isSelfService.trim())
  if (self === null) return 'stations.selfServiceWrong'
  const offered = facilities === undefined ? undefined : called(facilities, everyFacility, facilityNames)
  if (offered === null) return 'stations.facilityUnknown'
  const isUnsaid = (text: string | undefined) => text === undefined || isBlank(text)
  const admitted = isUnsaid(groups) ? undefined : called(groups!, doorGroups, groupNames)
  if (admitted === null) return 'stations.groupUnknown'
  const week = isUnsaid(hours) ? undefined : v.safeParse(WeekSchema, weekIn(hours!))
  if (week && !week.success) return 'stations.hoursWrong'
  const dialled = isUnsaid(phone) ? undefined : v.safeParse(ContactPhone, phone)
  if (dialled && !dialled.success) return 'stations.phoneWrong'
  const exportedAt = /^v(\d{1,15})$/.exec(version?.trim() ?? '')?.[1]
  return {
    facilities: offered,
    isSelfService: self,
    groups: admitted,
    week: week?.output,
    phone: dialled?.output,
    version: exportedAt === undefined ? undefined : Number(exportedAt),
  }
}

const kindCalled = (words: string): StationKind | undefined =>
  stationKinds.find(kind => kind === words || stationKindNames[kind] === words)

/** Degrees; NaN, which no schema accepts, for anything but a plain number. */
const degreesIn = (text: string): number => {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,3}(?:\.\d{1,12})?$/.test(plain) ? Number(plain) : Number.NaN
}

const yes = ['是', '有', '1', 'y', 'yes', 'true']
const no = ['否', '没有', '无', '0', 'n', 'no', 'false']
/** True or false; null for another text. An empty cell is false. */
function yesOrNo(words: string): boolean | null {
  if (yes.includes(words.toLowerCase())) return true
  return words === '' || no.includes(words.toLowerCase()) ? false : null
}

/** Those that are listed by their names; null where one is unknown. */
function called<Code extends string>(
  words: string,
  all: readonly Code[],
  nameOf: Readonly<Record<Code, string>>,
): Code[] | null {
  const names = words.split(/[、,，;；\s]+/).filter(name => name !== '')
  const found = names.map(name => all.find(each => nameOf[each] === name))
  return found.every(each => each !== undefined) ? found : null
}
