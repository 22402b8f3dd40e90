export type DoorsRefusal =
  | { code: 'stations.codeWrong' } // A poster's link, another city's code, or a forged one.
  | { code: 'stations.codeOld' }
  | { code: 'stations.digitsWrong' } // Typed at the door: wrong, of another station, or over.
  | { code: 'stations.digitsTooOften' }
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
  | { code: 'stations.lockFar' } // A kiosk without a network, whose lock only the server reaches.
  | { code: 'stations.lockSilent' } // A lock that would not open, or said nothing.
  | { code: 'stations.visitUnknown' }
  | { code: 'stations.kioskUnknown' }
  | { code: 'stations.personUnknown' }
