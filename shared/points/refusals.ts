export type PointsRefusal =
  | { code: 'points.capped', cap: string, max: number }
  | { code: 'points.notEnough', price: number, available: number }
  | { code: 'points.accountUnknown' }
  | { code: 'points.nobodyApproves' } // The asking admin is the only one, so nobody could approve.
  | { code: 'points.correctionUnknown' }
  | { code: 'points.correctionDecided' }
  | { code: 'points.idTaken' }
  | { code: 'points.sameHands' } // The asker may not approve, and nobody decides about their own points.
