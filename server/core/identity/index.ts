export {
  type Account,
  accountByPhone,
  accountFor,
  accountOfPhone,
  admins,
  appointedPeople,
  findAccount,
  membersOf,
  phoneHint,
  staffOver,
} from './accounts.ts'
export { appointAccount, dismissAccount, type Post } from './appoint-account.ts'
export { askCode } from './ask-code.ts'
export { type CapReached, type CodeCap, RESEND_AFTER_MS } from './code-caps.ts'
export { disableAccount } from './disable-account.ts'
export { identityFeature } from './feature.ts'
export { me } from './me.ts'
export { notePairingGuess, pairingWait } from './pairing-guesses.ts'
export { lastSeen } from './seen.ts'
export { endSession, findActor, isSessionAlive, openSession, tokenHashOf } from './sessions.ts'
export { signIn, type SignInTrouble } from './sign-in.ts'
export { signOut } from './sign-out.ts'
export { openSms } from './sms/open-sms.ts'
export { accounts, units } from './tables.ts'
