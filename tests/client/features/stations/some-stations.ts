import type { Visit } from '#shared/doors/schemas.ts'
import type { Exceptions, Fault, StationRow, Stations, StationView } from '#shared/stations/schemas.ts'
import type { InferOutput } from 'valibot'
import { bitOf } from '#shared/stations/rules.ts'

const idOf = (kind: string, at: number) =>
  `01900000-0000-7000-8000-000000000${kind}${String(at).padStart(2, '0')}`
/** Where the rider of these tests stands. */
export const here = { latitude: 30.58, longitude: 114.28, accuracy: 10 }

const ALL_DAY = Array.from({ length: 7 }, () => [0, 1440] as [number, number])
const NEVER = Array.from({ length: 7 }, () => null)
/** Whatever time it is, the first of these weeks is open and the second is not. */
export const weeks: Stations['weeks'] = [ALL_DAY, NEVER]

const row = (at: number, more: Partial<StationRow>): StationRow => ({
  id: idOf('d', at),
  number: at,
  name: `第${at}驿站`,
  kind: 'community',
  address: `花楼街 ${at} 号`,
  latitude: here.latitude + at * 0.003,
  longitude: here.longitude,
  facilities: bitOf('water') + bitOf('charging'),
  week: 0,
  isSelfService: false,
  ...more,
})

export const near = row(1, {
  name: '花楼驿站',
  facilities: bitOf('water') + bitOf('toilet') + bitOf('redemption'),
})
export const closed = row(2, { name: '民意驿站', week: 1 })
export const doubtful = row(3, { name: '水塔驿站', isSelfService: true, week: 1, isDoubtful: true })
export const shut = row(4, { name: '满春驿站', shut: '水管坏了' })
export const far = row(5, { name: '后湖驿站', address: '后湖大道 9 号', kind: 'business' })
export const all: Stations = { stations: [far, shut, doubtful, closed, near], weeks }

/** So many stations, each 30 m farther than the one before. */
export const many = (count: number): Stations => ({
  weeks,
  stations: Array.from({ length: count }, (_, at) =>
    row(at + 1, { id: idOf('e', at + 1), latitude: here.latitude + at * 0.0003 })),
})

export const fault = (more: Partial<Fault> = {}): Fault => ({
  id: idOf('f', 1),
  kind: 'charger',
  supply: null,
  words: '',
  at: Date.now() - 3_600_000,
  answer: null,
  answeredAt: null,
  isMended: false,
  ...more,
})

/** The page of a station in the list. */
export function view(
  {
    week,
    exceptions = [],
    shut = null,
    isDoubtful = false,
    ...station
  }: Omit<StationRow, 'shut' | 'isDoubtful'> & {
    shut?: string | null | undefined
    isDoubtful?: boolean | undefined
  },
  more: Partial<StationView> = {},
): StationView {
  const otherwise: InferOutput<typeof Exceptions> = exceptions
  return {
    ...station,
    areaName: '江汉区 · 花楼街道',
    week: weeks[week]!,
    exceptions: otherwise,
    shut,
    isDoubtful,
    notice: '',
    photo: null,
    supplies: { water: 'out', tissues: 'enough' },
    suppliesAt: Date.now() - 300_000,
    heads: { count: 3, countedAt: null },
    lastOpenedAt: Date.now() - 600_000,
    faults: [],
    ...more,
  }
}

export const visit = (more: Partial<Visit> = {}): Visit => ({
  id: idOf('c', 1),
  stationId: near.id,
  stationName: near.name,
  enteredAt: Date.now() - 600_000,
  leftAt: null,
  byDoor: true,
  byPhone: true,
  ...more,
})
