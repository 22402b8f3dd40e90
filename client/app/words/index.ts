/** Every word a code turns into on the screen, by domain. A new code does not compile until it has one. */
export { awayWords, walkWords } from './distance.ts'
export { categoryNames, mealDayChoices, orderStateNames, piecesWords, stockCauseNames } from './mall.ts'
export { noticeWords } from './notices.ts'
export { companyNames, workNames } from './people.ts'
export { capName, transferKindNames, transferNames } from './points.ts'
export { refusalWords } from './refusals.ts'
export { kindHints, kindNames, partNames, stateNames, stepNames } from './reports.ts'
export {
  facilityNames,
  faultNames,
  kioskSeenWords,
  needNames,
  openingWords,
  spanWords,
  stationKindNames,
  stationStateNames,
  supplyLevelNames,
  supplyNames,
  visitFlagNames,
  weekWords,
  whyState,
} from './stations.ts'
export { ago, clock, day } from './time.ts'
