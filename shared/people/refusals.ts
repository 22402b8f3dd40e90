export type PeopleRefusal =
  | { code: 'people.unknown' }
  | { code: 'people.oneself' }
  | { code: 'people.nameMissing' }
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
