export type PeopleRefusal =
  | { code: 'people.unknown' }
  | { code: 'people.oneself' }
  | { code: 'people.nameMissing' }
  | { code: 'people.nameDiffers' } // The number belongs to somebody with another name, so it may be mistyped.
  | { code: 'people.scopeUnknown' }
  | { code: 'people.scopeAmbiguous' }
  | { code: 'people.notYoursToGive' }
  | { code: 'people.heldAlready' }
  | { code: 'people.termWrong' }
  | { code: 'people.idTaken' }
  | { code: 'people.postOver' }
  | { code: 'people.sameHands' }
  | { code: 'people.lastAdmin' }
  | { code: 'people.suspended' }
  | { code: 'people.phoneWrong' }
  | { code: 'people.kindUnknown' }
  | { code: 'people.lineWrong' }
  | { code: 'people.factorOff' }
  | { code: 'people.resetAsked' }
  | { code: 'people.resetOver' }
  | { code: 'people.unitUnknown' }
