export { findStation, keepersOf, keepsStation, type Station, stationsIn, stationsKeptBy } from './find-stations.ts'
export { stationKeepers, stations } from './tables.ts'
