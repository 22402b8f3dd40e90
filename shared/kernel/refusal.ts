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
  | { code: 'points.notEnough', price: number, available: number }
  | { code: 'points.accountUnknown' }
  | { code: 'points.correctionUnknown' }
  | { code: 'points.correctionDecided' }
  | { code: 'points.idTaken' }
  | { code: 'points.sameHands' } // Who asks may not approve, and nobody decides about their own points.
  | { code: 'mall.itemUnknown' }
  | { code: 'mall.notOffered' } // Not listed any more, not yet, or not at that station.
  | { code: 'mall.priceChanged', price: number }
  // With the nearest station that has enough, if any.
  | { code: 'mall.soldOut', free: number, stationName?: string, stationId?: string }
  | { code: 'mall.perPerson', most: number }
  | { code: 'mall.dayWrong' }
  | { code: 'mall.idTaken' }
  | { code: 'mall.orderUnknown' }
  | { code: 'mall.orderClosed', state: string }
  | { code: 'mall.codeWrong' }
  | { code: 'mall.tooManyDigits' }
  | { code: 'mall.otherStation', stationName: string }
  | { code: 'mall.ownOrder' }
  | { code: 'mall.notYourStation' }
  | { code: 'mall.notThatMany', onHand: number }
  | { code: 'mall.tooLate' }
  | { code: 'mall.notToday', day: string } // A meal on another day than its own.
  | { code: 'stations.unknown' }
  | { code: 'stations.notYours' }
  | { code: 'stations.codeWrong' } // A poster's link, another city's code, or a forged one.
  | { code: 'stations.codeOld' }
  // Of the kiosk or the phone, against ours; negative when it is behind.
  | { code: 'stations.clockWrong', aheadMs: number }
  | { code: 'stations.notRegistered' }
  | { code: 'stations.suspended', until: number }
  | { code: 'stations.groupOut' } // This station is for others.
  // With the nearest that is open, if any.
  | { code: 'stations.closed', words: string, stationName?: string, stationId?: string }
  | { code: 'stations.tooSoon' }
  | { code: 'stations.passWrong' }
  | { code: 'stations.passOld' }
  | { code: 'stations.proofUsed' }
  | { code: 'stations.lockFar' } // A tablet without a network, whose lock only the server can tell to open.
  | { code: 'stations.lockSilent' } // A lock that would not open, or said nothing.
  | { code: 'stations.visitUnknown' }
  | { code: 'stations.faultUnknown' }
  | { code: 'stations.faultMended' }
  | { code: 'stations.kioskUnknown' }
  | { code: 'stations.personUnknown' }
  | { code: 'stations.idTaken' }
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
