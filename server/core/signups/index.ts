export {
  endOpening,
  forgetMissed,
  hadPlace,
  lockSignup,
  missedInARow,
  noteAttended,
  openingOf,
  peopleIn,
} from './attended.ts'
export { openings, signups } from './tables.ts'
