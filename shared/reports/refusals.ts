import type { CaseEnd } from './case-schemas.ts'

export type ReportsRefusal =
  | { code: 'reports.monthRunning' } // For the publishing task: the month is not over yet.
  | { code: 'reports.unknown' }
  | { code: 'reports.idTaken' }
  | { code: 'reports.placeMissing' }
  | { code: 'reports.placeOutside' } // The place is surely outside the city.
  | { code: 'reports.moveNotAllowed', from: string, to: string }
  | { code: 'reports.tooLateToChange', state: string }
  | { code: 'reports.ownReport' }
  | { code: 'reports.notYours' }
  | { code: 'reports.unitUnknown' }
  | { code: 'reports.unitEmpty' } // The unit has no active people.
  | { code: 'reports.wordsMissing' }
  | { code: 'reports.photoFromBefore' } // The report has this photo already, so it does not show the work.
  | { code: 'reports.mergeTarget' }
  | { code: 'reports.notAsked' }
  | { code: 'reports.alreadyAsked' }
  | { code: 'reports.reporterGone' } // The account was erased: nobody can answer.
  | { code: 'reports.ratingOver' }
  | { code: 'reports.notOverdue', dueAt: number }
  | { code: 'reports.urgedToday' }
  | { code: 'reports.objectedBefore' }
  | { code: 'reports.declinedByYou' } // The reporter objected, and another person can decide.
  | { code: 'reports.photoChanged' } // Colleagues have hidden, covered or shown the photo meanwhile.
  // The original is destroyed, so that the photo can't be shown whole any more.
  | { code: 'reports.originalGone' }
  | { code: 'reports.pairChanged' } // Already removed or put back by a colleague, or not resolved any more.
  // Somebody (`by`: the part, or 'self') took this step after the last one seen. For staff of the area it has
  // the name of the colleague or unit.
  | { code: 'reports.changedMeanwhile', by: string, step: string, name?: string }
  | { code: 'reports.notMerged' }
  // The report that it was merged into was merged into this one.
  | { code: 'reports.mergedOn', number: number }
  | { code: 'reports.nothingToCorrect' }
  | { code: 'reports.notPlannable' }
  | { code: 'reports.planDay', days: number } // The day must be from tomorrow on, at most `days` ahead.
  | { code: 'reports.clerkAlready' }
  | { code: 'reports.colleagueUnknown' }
  | { code: 'reports.forYourself' } // Staff can't file for their own number.
  // For a line in a file with a unit's answers.
  | { code: 'exchange.numberWrong' }
  | { code: 'exchange.twice' }
  | { code: 'exchange.answerUnknown' }
  | { code: 'exchange.wordsMissing' }
  | { code: 'exchange.dateWrong' }
  | { code: 'exchange.otherUnit' }
  | { code: 'cases.over', why: CaseEnd } // For the bearer of a link that has ended.
  | { code: 'cases.changed' } // Another link than the one seen is open.
  | { code: 'cases.notByLink' } // The report is with no unit that works by links.
