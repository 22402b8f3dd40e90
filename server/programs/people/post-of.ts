import type { Post } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Given } from './words.ts'
import { areaCalled, stationsNumbered, unitCalled } from './find.ts'
import { Mistake } from './mistake.ts'

/** Admins work for the whole city. */
const CITY = '4201'

type Place = Pick<Post, 'areaId' | 'unitId'> & { readonly stationIds: readonly string[] }
interface Kind {
  readonly takes: readonly ('area' | 'unit' | 'station')[]
  readonly place: (reader: Reader, given: Given) => Promise<Place>
}

/** Where each role works; an option that a role does not take is a mistake. */
const kinds: Record<Post['role'], Kind> = {
  admin: {
    takes: ['area'],
    place: async (reader, { area = CITY }) => {
      if ((await areaCalled(reader, area)) !== CITY)
        throw new Mistake(`An admin works for the whole city: leave --area out, or give ${CITY}.`)
      return { areaId: CITY, unitId: null, stationIds: [] }
    },
  },
  staff: {
    takes: ['area'],
    place: async (reader, { area }) => ({
      areaId: await areaCalled(reader, needed(area, 'staff', 'area')),
      unitId: null,
      stationIds: [],
    }),
  },
  unit: {
    takes: ['unit'],
    place: async (reader, given) => {
      const { id: unitId, areaId } = await unitCalled(reader, needed(given.unit, 'unit', 'unit'))
      return { areaId, unitId, stationIds: [] }
    },
  },
  keeper: {
    takes: ['station'],
    place: async (reader, { station }) => ({
      areaId: null,
      unitId: null,
      stationIds: await stationsNumbered(reader, needed(station, 'keeper', 'station')),
    }),
  },
}

/** The role and where it is held, as typed; throws a Mistake. */
export async function postOf(
  reader: Reader,
  role: string,
  given: Given,
): Promise<Place & Pick<Post, 'role'>> {
  if (!Object.hasOwn(kinds, role))
    throw new Mistake(`There is no role "${role}" to appoint to: ${Object.keys(kinds).join(', ')}.`)
  const { takes, place } = kinds[role as Post['role']]
  const stray = (['area', 'unit', 'station'] as const).find(
    option => given[option] !== undefined && !takes.includes(option),
  )
  if (stray !== undefined) throw new Mistake(`The role ${role} has no --${stray}.`)
  return { role: role as Post['role'], ...await place(reader, given) }
}

function needed<Value>(value: Value | undefined, role: string, option: string): Value {
  if (value === undefined) throw new Mistake(`The role ${role} needs --${option}.`)
  return value
}
