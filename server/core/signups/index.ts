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
  lockOpeningOf,
  type Opening,
  refsToFill,
} from './openings.ts'
export {
  acceptOffer,
  admit,
  lapseOffers,
  readmit,
  refsToLapse,
  type Refusal,
  signUp,
  signupOf,
  takeOff,
} from './sign-up.ts'
export { openings, signups } from './tables.ts'
export { aheadOf, waitingFor } from './waiting.ts'
