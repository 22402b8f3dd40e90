import type { Appointment } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Given } from './words.ts'
import { cityCode } from '#server/core/areas/index.ts'
import { areaCalled, stationsNumbered, unitCalled } from './find.ts'
import { Mistake } from './mistake.ts'

type Kind = Appointment['kind']
interface KindRule {
  readonly takes: readonly ('area' | 'unit' | 'station')[]
  readonly scopes: (reader: Reader, given: Given) => Promise<string[]>
}

/** Where each role works; an option that a role does not take is a mistake. */
const kinds: Record<Kind, KindRule> = {
  admin: {
    takes: ['area'],
    scopes: async (reader, { area = cityCode() }) => {
      if ((await areaCalled(reader, area)) !== cityCode())
        throw new Mistake(`An admin works for the whole city: leave --area out, or give ${cityCode()}.`)
      return [cityCode()]
    },
  },
  staff: {
    takes: ['area'],
    scopes: async (reader, { area }) => [await areaCalled(reader, needed(area, 'staff', 'area'))],
  },
  unit: {
    takes: ['unit'],
    scopes: async (reader, { unit }) => [(await unitCalled(reader, needed(unit, 'unit', 'unit'))).id],
  },
  keeper: {
    takes: ['station'],
    scopes: (reader, { station }) => stationsNumbered(reader, needed(station, 'keeper', 'station')),
  },
}

/** A role that people are appointed to, as typed; throws a Mistake. */
export function kindCalled(role: string): Kind {
  if (!Object.hasOwn(kinds, role))
    throw new Mistake(`There is no role "${role}" to appoint to: ${Object.keys(kinds).join(', ')}.`)
  return role as Kind
}

/** The role and where it is held, as typed; throws a Mistake. */
export async function postOf(
  reader: Reader,
  role: string,
  given: Given,
): Promise<Pick<Appointment, 'kind' | 'scopes'>> {
  const kind = kindCalled(role)
  const { takes, scopes } = kinds[kind]
  const stray = (['area', 'unit', 'station'] as const).find(
    option => given[option] !== undefined && !takes.includes(option),
  )
  if (stray !== undefined) throw new Mistake(`The role ${role} has no --${stray}.`)
  return { kind, scopes: await scopes(reader, given) }
}

function needed<Value>(value: Value | undefined, role: string, option: string): Value {
  if (value === undefined) throw new Mistake(`The role ${role} needs --${option}.`)
  return value
}
