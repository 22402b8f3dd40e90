export type DoorsRefusal =
  | { code: 'stations.codeWrong' } // A poster's link, another city's code, or a forged one.
  | { code: 'stations.codeOld' }
  | { code: 'stations.digitsWrong' } // Digits typed at the door: wrong, of another station, or expired.
  | { code: 'stations.digitsTooOften' }
  // The kiosk's or the phone's clock against ours; negative if it is behind.
  | { code: 'stations.clockWrong', aheadMs: number }
  | { code: 'stations.notRegistered' }
  | { code: 'stations.suspended', until: number }
  | { code: 'stations.groupOut' } // This station does not admit any of the person's groups.
  // `stationName`: the nearest open station, if any.
  | { code: 'stations.closed', words: string, stationName?: string, stationId?: string }
  | { code: 'stations.tooSoon' }
  | { code: 'stations.passWrong' }
  | { code: 'stations.passOld' }
  | { code: 'stations.proofUsed' }
  | { code: 'stations.lockFar' } // The kiosk has no network, and only the server reaches its lock.
  | { code: 'stations.lockSilent' } // The lock refused to open, or did not answer.
  | { code: 'stations.visitUnknown' }
  | { code: 'stations.kioskUnknown' }
  | { code: 'stations.personUnknown' }
  | { code: 'stations.untilPast' } // A suspension was to end at or before its beginning.
