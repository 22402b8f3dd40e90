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
export {
  addOpening,
  type Change,
  changeOpening,
  clashOf,
  fill,
  lockOpening,
  type Opening,
  refsToFill,
} from './openings.ts'
export {
  acceptOffer,
  admit,
  aheadOf,
  lapseOffers,
  type Outcome,
  readmit,
  refsToLapse,
  signUp,
  signupOf,
  takeOff,
  waitingFor,
} from './sign-up.ts'
export { openings, signups } from './tables.ts'
