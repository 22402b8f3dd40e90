export { rulingsFeature } from './feature.ts'
export { lastRuling, openRulings, rulingNow, type Rulings } from './rulings.ts'
export { addRuling } from './set-ruling.ts'
