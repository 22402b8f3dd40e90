export {
  findStation,
  keepersOf,
  keepsStation,
  type Station,
  stationsIn,
  stationsKeptBy,
} from './find-stations.ts'
export { keepOnly } from './keep-only.ts'
export { stationKeepers, stations } from './tables.ts'
