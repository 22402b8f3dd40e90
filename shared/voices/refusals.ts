import type { VoiceState } from './rules.ts'

export type VoicesRefusal =
  | { code: 'voices.unknown' }
  | { code: 'voices.idTaken' }
  | { code: 'voices.own' } // Nobody supports their own voice, or decides about it.
  | { code: 'voices.over', state: VoiceState } // The voice is closed.
  | { code: 'voices.moveNotAllowed', from: VoiceState, to: VoiceState }
  | { code: 'voices.mergeTarget' }
  | { code: 'voices.notMerged' }
  | { code: 'voices.areaUnknown' }
  | { code: 'voices.signInFirst' } // Without an account, only kinds that others can't read are allowed.
  | { code: 'voices.photoShown' } // The same photo elsewhere would reveal an anonymous author.
  | { code: 'voices.dayWrong' }
  | { code: 'voices.unitUnknown' }
  | { code: 'voices.notAsked' } // Only the author and supporters judge.
  | { code: 'voices.judgedBefore' }
  | { code: 'voices.notDone' } // The voice is not done, so there is nothing to judge.
  | { code: 'voices.appealedBefore' }
  | { code: 'voices.noAppeal' } // The voice was not hidden or declined, or nobody has appealed.
  | { code: 'voices.anotherDecides' } // Whoever decided before may not decide the appeal.
  | { code: 'voices.linkUnknown' }
  | { code: 'voices.talkOver' } // The talk has begun, or takes no questions.
