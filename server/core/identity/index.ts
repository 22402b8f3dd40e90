export {
  type Account,
  accountByPhone,
  accountFor,
  accountOfPhone,
  appointedPeople,
  eraseUnused,
  findAccount,
  phoneHint,
} from './accounts.ts'
export { appointAccount, type Appointment, dismissAccount } from './appoint-account.ts'
export { disableAccount, enableAccount } from './appoint-account.ts'
export { askCode } from './ask-code.ts'
export { type Browser } from './askers.ts'
export { changePhone, type PhoneTrouble, type Which } from './change-phone.ts'
export { type CapReached, type CodeCap, RESEND_AFTER_MS } from './code-limits.ts'
export { CODE_LIFE_MS } from './codes.ts'
export { hasFactor, recoveryCodesLeft, renewRecoveryCodes } from './factor/prove-factor.ts'
export { beginFactor, confirmFactor, dropAllFactors, refreshFactor, resetFactor } from './factor/set-up.ts'
export { identityFeature } from './feature.ts'
export { notePairingGuess, pairingWait } from './guesses.ts'
export { me, meOf } from './me.ts'
export { endedNudge } from './my-sessions.ts'
export { type CodeTrouble } from './prove-code.ts'
export { requireSeen } from './require-seen.ts'
export { lastSeen, type Whereabouts } from './sessions.ts'
export { endOfSession, endSession, endSessionsOf, findActor, openSession, tokenHashOf } from './sessions.ts'
export { signOut } from './sessions.ts'
export { signIn, type SignInTrouble } from './sign-in.ts'
export { openSms } from './sms/sms.ts'
export { accounts, factorResets, type LastChange, secondFactors, units } from './tables.ts'
