export type ProofsRefusal =
  | { code: 'proofs.codeWrong' } // Of another city, forged, or no code of this kind.
  | { code: 'proofs.codeElsewhere' } // For another activity.
  | { code: 'proofs.codeOld' }
  // The time of showing against that of scanning; negative if the showing clock is behind.
  | { code: 'proofs.clockWrong', aheadMs: number }
  | { code: 'proofs.passWrong' }
  | { code: 'proofs.passElsewhere' }
  | { code: 'proofs.passOld' }
