export type ProofsRefusal =
  | { code: 'proofs.codeWrong' } // Another city's, forged, or none of these codes.
  | { code: 'proofs.codeElsewhere' } // Of another activity …
  | { code: 'proofs.codeOld' }
  // What was shown, against the time at which it was seen; negative when it is behind.
  | { code: 'proofs.clockWrong', aheadMs: number }
  | { code: 'proofs.passWrong' }
  | { code: 'proofs.passElsewhere' }
  | { code: 'proofs.passOld' }
