export type VolunteeringRefusal =
  | { code: 'teams.unknown' }
  | { code: 'teams.idTaken' }
  | { code: 'teams.nameTaken' }
  | { code: 'teams.full' }
  | { code: 'teams.notAsking' }
  | { code: 'teams.notMember' }
  | { code: 'teams.isCaptain' } // Whom only staff take off.
  | { code: 'activities.unknown' }
  | { code: 'activities.idTaken' }
  | { code: 'activities.notYours' }
  | { code: 'activities.notYourTeam' }
  | { code: 'activities.notTeamsArea', area: string } // Where the team works.
  | { code: 'activities.notDraft' } // What was published is called off instead.
  | { code: 'activities.timesWrong' }
  | { code: 'activities.placeWrong' }
  | { code: 'activities.over' }
  | { code: 'activities.calledOff', words: string }
  | { code: 'activities.begun' }
  | { code: 'activities.underWay' } // Its plan can't be changed any more.
  | { code: 'activities.notIn' }
  | { code: 'activities.notSignedUp' } // Who has just read the code.
  | { code: 'activities.wasRemoved' } // Taken off by whoever leads, and not readmitted.
  | { code: 'activities.notRemoved' }
  | { code: 'activities.notBegun' }
  | { code: 'activities.tooManyPhotos', left: number } // Another leader has added some.
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
  | { code: 'activities.correctionWaits' } // Another one about the same person.
  | { code: 'cards.unknown' }
  | { code: 'cards.idTaken' }
  | { code: 'beats.notYours' }
  | { code: 'beats.idTaken' }
