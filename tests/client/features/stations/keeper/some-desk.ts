import type { StationDesk, StationView } from '#shared/stations/schemas.ts'
import { near, view } from '../some-stations.ts'

type Kept = StationDesk['stations'][number]
const NOBODY = Array.from({ length: 24 }, () => 0)

/** A keeper's one station, as the desk tells of it. */
export const kept = (
  station: Partial<StationView> = {},
  more: Partial<Omit<Kept, 'station'>> = {},
): Kept => ({
  station: view(near, station),
  today: { visits: 0, failures: 0, byHour: NOBODY },
  flagged: [],
  kiosks: [],
  ...more,
})

export const desk = (...stations: Kept[]): StationDesk => ({ stations })
