export type VolunteeringRefusal =
  | { code: 'teams.unknown' }
  | { code: 'teams.idTaken' }
  | { code: 'teams.nameTaken' }
  | { code: 'teams.full' }
  | { code: 'teams.notAsking' }
  | { code: 'teams.notMember' }
  | { code: 'teams.isCaptain' } // Only staff can remove a captain.
  | { code: 'activities.unknown' }
  | { code: 'activities.idTaken' }
  | { code: 'activities.notYours' }
  | { code: 'activities.notYourTeam' }
  | { code: 'activities.notTeamsArea', area: string } // `area`: where the team works.
  | { code: 'activities.notDraft' } // A published activity has to be called off instead.
  | { code: 'activities.timesWrong' }
  | { code: 'activities.placeWrong' }
  | { code: 'activities.over' }
  | { code: 'activities.calledOff', words: string }
  | { code: 'activities.begun' }
  | { code: 'activities.underWay' } // The activity has begun, so its plan can't be changed any more.
  | { code: 'activities.notIn' }
  | { code: 'activities.notSignedUp' } // The person scanned the code without a sign-up.
  | { code: 'activities.wasRemoved' } // The person was removed by a leader and not readmitted.
  | { code: 'activities.notRemoved' }
  | { code: 'activities.notBegun' }
  // Another leader has added photos meanwhile; `left`: how many more fit.
  | { code: 'activities.tooManyPhotos', left: number }
  | { code: 'activities.offerOver' }
  | { code: 'activities.clash', title: string }
  | { code: 'activities.reallySure' }
  | { code: 'activities.fewerThanTaken', taken: number }
  | { code: 'activities.changedMeanwhile', by: string }
  | { code: 'activities.notToday' }
  | { code: 'activities.hoursWrong' }
  | { code: 'activities.sameHands' }
  | { code: 'activities.decided', by: string }
  | { code: 'activities.correctionUnknown' }
  | { code: 'activities.correctionWaits' } // Another correction for the same person waits.
  | { code: 'cards.unknown' }
  | { code: 'cards.idTaken' }
  | { code: 'beats.notYours' }
  | { code: 'beats.idTaken' }
