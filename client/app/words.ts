/** Every word a code turns into on the screen, by domain. A new code does not compile until it has one. */
export { ago, clock, day } from './time-words.ts'
export { categoryNames, mealDayChoices, orderStateNames, piecesWords, stockCauseNames } from './words/mall.ts'
export { noticeWords } from './words/notices.ts'
export { companyNames, workNames } from './words/people.ts'
export { capName, transferKindNames, transferNames } from './words/points.ts'
export { refusalWords } from './words/refusals.ts'
export { kindHints, kindNames, partNames, stateNames, stepNames } from './words/reports.ts'
