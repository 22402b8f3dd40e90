import type { VoiceState } from './rules.ts'

export type VoicesRefusal =
  | { code: 'voices.unknown' }
  | { code: 'voices.idTaken' }
  | { code: 'voices.own' } // Nobody says "me too" to their own, nor decides about it.
  | { code: 'voices.over', state: VoiceState } // Nothing more is to come of it.
  | { code: 'voices.moveNotAllowed', from: VoiceState, to: VoiceState }
  | { code: 'voices.mergeTarget' }
  | { code: 'voices.notMerged' }
  | { code: 'voices.areaUnknown' }
  | { code: 'voices.signInFirst' } // Without an account only what is not shown to others.
  | { code: 'voices.photoShown' } // The same photo would tell whose an anonymous one is.
  | { code: 'voices.dayWrong' }
  | { code: 'voices.unitUnknown' }
  | { code: 'voices.notAsked' } // Only those who asked judge.
  | { code: 'voices.judgedBefore' }
  | { code: 'voices.notDone' } // There is nothing to judge.
  | { code: 'voices.appealedBefore' }
  | { code: 'voices.noAppeal' } // Nothing was hidden or declined; or nobody has appealed.
  | { code: 'voices.anotherDecides' } // Not whoever decided before.
  | { code: 'voices.linkUnknown' }
  | { code: 'voices.talkOver' } // It has begun, or takes no questions.
