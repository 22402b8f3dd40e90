import type { CommandInput } from '#shared/commands.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY } from '../../../support/city.ts'

export const WEEK = Array.from({ length: 7 }, () => [540, 1080])
/** What somebody fills in for a new station. */
export const someStation = (
  changes: Partial<CommandInput<'stations.make'>> = {},
): CommandInput<'stations.make'> => ({
  stationId: randomUUID(),
  number: 700,
  name: '永丰驿站',
  kind: 'shared',
  areaId: COMMUNITY,
  address: '永丰路 7 号',
  place: { latitude: 30.5801, longitude: 114.2702 },
  facilities: ['water', 'charging'],
  isSelfService: false,
  week: WEEK,
  phone: '02785880000',
  ...changes,
})
/** The basics of such a station, as they are changed. */
export function basicsOf(made: CommandInput<'stations.make'>): Omit<CommandInput<'stations.change'>, 'seen'> {
  const { number: _, week: __, phone: ___, ...basics } = made
  return basics
}
