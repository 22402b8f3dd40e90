export { award } from './award.ts'
export { checkPoints, countTransfers } from './check.ts'
export { pointsFeature } from './feature.ts'
export { holdPoints, settleHold, voidHold } from './holds.ts'
