export type PointsRefusal =
  | { code: 'points.capped', cap: string, max: number }
  | { code: 'points.notEnough', price: number, available: number }
  | { code: 'points.accountUnknown' }
  | { code: 'points.nobodyApproves' } // Who asks is the only admin.
  | { code: 'points.correctionUnknown' }
  | { code: 'points.correctionDecided' }
  | { code: 'points.idTaken' }
  | { code: 'points.sameHands' } // Who asks may not approve, and nobody decides about their own points.
