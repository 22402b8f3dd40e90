/**
 * The texts on screen for codes, by domain. Each is a `Record` over its codes, so a new code needs a text.
 */
export { capName, transferKindNames, transferNames } from '#shared/points/names.ts'
export { distanceText, tripText } from './distance.ts'
export { categoryNames, mealDayChoices, orderStateNames, piecesText, stockCauseNames } from './mall.ts'
export { companyNames, workNames } from './people.ts'
export { progressOf } from './progress.ts'
export { refusalText } from './refusals.ts'
export {
  deskStateNames,
  kindHints,
  kindNames,
  partNames,
  standingOf,
  stateNames,
  stepNames,
} from './reports.ts'
export {
  facilityNames,
  faultNames,
  groupNames,
  kioskSeenText,
  needNames,
  openingText,
  spanText,
  stateReason,
  stationKindNames,
  stationStateNames,
  stationStateWords,
  supplyLevelNames,
  supplyNames,
  visitFlagNames,
  weekLines,
} from './stations.ts'
export { ago, clock, day, lasting } from './time.ts'
