export { noteFailure, noteSuccess } from './doubt.ts'
export { findStation, shownBasics, type Station, stationsIn } from './find-stations.ts'
export { forgetNumber, forgetNumbers, requireStation, stationsKeptBy, worksAt } from './keepers.ts'
export { type Kiosk, kiosksSeen } from './kiosks.ts'
export { lengthenHours, longerFrom } from './longer-hours.ts'
export { nearestOpen } from './nearest-open.ts'
export { notifyKeepers } from './notify-keepers.ts'
export { nudgeAllKiosks, nudgeKiosks, nudgeStationNames, nudgeStations } from './nudges.ts'
export {
  closedDays,
  closuresToTell,
  factsOf,
  hoursBefore,
  saveFormerOpening,
  takeClosure,
  wasClosed,
  wasStaffed,
} from './openings.ts'
export { entries, faults, kiosks, stations, visits } from './tables.ts'
export { gotIn, wasAtDoor } from './visits.ts'
