export { rulingsFeature } from './feature.ts'
export { lastRuling, openRulings, rulingNow } from './rulings.ts'
export { addRuling } from './set-ruling.ts'
export { rulingBook, rulingHistory } from './show-rulings.ts'
