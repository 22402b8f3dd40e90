import type { CaseEnd } from './case-schemas.ts'

export type ReportsRefusal =
  | { code: 'reports.monthRunning' } // To the clock, which publishes a month when it is over.
  | { code: 'reports.unknown' }
  | { code: 'reports.idTaken' }
  | { code: 'reports.placeMissing' }
  | { code: 'reports.placeOutside' } // Surely not in the city.
  | { code: 'reports.moveNotAllowed', from: string, to: string }
  | { code: 'reports.tooLateToChange', state: string }
  | { code: 'reports.ownReport' }
  | { code: 'reports.notYours' }
  | { code: 'reports.unitUnknown' }
  | { code: 'reports.unitEmpty' } // No active person works for it.
  | { code: 'reports.wordsMissing' }
  | { code: 'reports.photoFromBefore' } // The report has it already: it shows nothing of the work.
  | { code: 'reports.mergeTarget' }
  | { code: 'reports.notAsked' }
  | { code: 'reports.alreadyAsked' }
  | { code: 'reports.reporterGone' } // The account was erased: nobody can answer.
  | { code: 'reports.ratingOver' }
  | { code: 'reports.notOverdue', dueAt: number }
  | { code: 'reports.urgedToday' }
  | { code: 'reports.objectedBefore' }
  | { code: 'reports.declinedByYou' } // Its reporter objected, and others are there to decide.
  | { code: 'reports.photoChanged' } // Colleagues have hidden, covered or shown it meanwhile.
  | { code: 'reports.originalGone' } // Destroyed: a sealed photo can't be shown whole any more.
  | { code: 'reports.pairChanged' } // Taken down or shown again already, or not mended any more.
  // Somebody (`by`: in which part, or 'self') took this step after the one that was seen. Staff of its area
  // read the name of the colleague or the unit.
  | { code: 'reports.changedMeanwhile', by: string, step: string, name?: string }
  | { code: 'reports.notMerged' }
  | { code: 'reports.mergedOn', number: number } // What took it in was merged into this one.
  | { code: 'reports.nothingToCorrect' }
  | { code: 'reports.notPlannable' }
  | { code: 'reports.planDay', days: number } // From tomorrow on, so many days ahead at most.
  | { code: 'reports.clerkAlready' }
  | { code: 'reports.colleagueUnknown' }
  | { code: 'reports.forYourself' } // Filed for one's own number.
  // Of a line in a file with a unit's answers.
  | { code: 'exchange.numberWrong' }
  | { code: 'exchange.twice' }
  | { code: 'exchange.answerUnknown' }
  | { code: 'exchange.wordsMissing' }
  | { code: 'exchange.dateWrong' }
  | { code: 'exchange.otherUnit' }
  | { code: 'cases.over', why: CaseEnd } // To whoever has the link.
  | { code: 'cases.changed' } // Another link is open than the one that was seen.
  | { code: 'cases.notByLink' } // No unit that works by links has the report.
