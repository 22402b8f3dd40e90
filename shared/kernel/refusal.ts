/** Every "no" the rules can say. The client has words for each; a new one will not compile until it does. */
export type Refusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
  | { code: 'identity.consentMissing' }
  | { code: 'identity.areaUnknown' }
  | { code: 'reports.unknown' }
  | { code: 'reports.idTaken' }
  | { code: 'reports.placeMissing' }
  | { code: 'reports.moveNotAllowed', from: string, to: string }
  | { code: 'reports.tooLateToChange', state: string }
  | { code: 'reports.ownReport' }
  | { code: 'reports.notYours' }
  | { code: 'reports.unitUnknown' }
  | { code: 'reports.wordsMissing' }
  | { code: 'reports.mergeTarget' }
  | { code: 'reports.notAsked' }
  | { code: 'reports.alreadyAsked' }
  | { code: 'reports.ratingOver' }
  | { code: 'points.capped', cap: string, max: number }
  | { code: 'notices.endpointRefused' }
  | { code: 'voices.unknown' }
  | { code: 'voices.idTaken' }

export type RefusalCode = Refusal['code']

/** Thrown inside a transaction so that it rolls back; the command door turns it into a reply. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly refusal: Refusal) {
    super(refusal.code)
  }
}
