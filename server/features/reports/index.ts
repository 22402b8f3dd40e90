import type { Feature } from '#server/sync/feature.ts'
import type { reportsCommands, reportsQueries } from '#shared/reports/commands.ts'
import { amendReport, withdrawReport } from './amend-or-withdraw.ts'
import { answerQuestion, askReporter } from './ask-and-answer.ts'
import { returnQuestion } from './asleep/question.ts'
import { raisedReports } from './asleep/raised-reports.ts'
import { remindOfReport } from './asleep/remind.ts'
import { acceptCase, handBackCase, openCase, resolveCase } from './cases/acts.ts'
import { caseBearer } from './cases/links.ts'
import { renewCase, revokeCase, sendCaseLinks } from './cases/steer.ts'
import { caseOfReport, oneCase, printedCase } from './cases/views.ts'
import { correctReport } from './correct-report.ts'
import { deskReports } from './desk-reports.ts'
import { importAnswers } from './exchange/answers.ts'
import { exchangeDesk, exchangedReports } from './exchange/open-reports.ts'
import { fileAsPartner, fileFor } from './file-for.ts'
import { fileReport } from './file-report.ts'
import { forgetOldReports, forgetReports } from './forget-reports.ts'
import { deskColleagues, handOverReport } from './hand-over-report.ts'
import { hidePair, showPair } from './hide-pair.ts'
import { markAfterPhotos } from './mark-after-photos.ts'
import { markPhotos } from './mark-photos.ts'
import { mendedReports } from './mended-reports.ts'
import { moveReport } from './move-report.ts'
import { myReports } from './my-reports.ts'
import { myTally } from './my-tally.ts'
import { beatReports, nearbyReports } from './nearby-reports.ts'
import { noteReport } from './note-report.ts'
import { oneReport } from './one-report.ts'
import { eraseReporter, exportReports } from './personal.ts'
import { planIsDue, planReport } from './plan-report.ts'
import { objectToReport, urgeReport } from './press-report.ts'
import { monthFile, publishedMonths, publishMonth, publishMonths } from './published/months.ts'
import { publishedReports } from './published/published-reports.ts'
import { closeReport, rateReport } from './rate-report.ts'
import { releaseReport } from './release-report.ts'
import { resolveReport } from './resolve-report.ts'
import { coverPhoto, hidePhoto, sealedPhoto, showPhoto } from './seal-photo.ts'
import { searchReports } from './search-reports.ts'
import { similarReports } from './similar-reports.ts'
import { supportReport } from './support-report.ts'
import {
  bringBackPlans,
  closeReports,
  compareNewPhotos,
  nudgeOverdue,
  releaseReports,
  wakeReports,
} from './tasks.ts'
import { deskUnits } from './units.ts'
import { unmergeReport } from './unmerge-report.ts'
import { maySeePhoto } from './visibility.ts'

export const reportsFeature = {
  commands: {
    'reports.file': fileReport,
    'reports.amend': amendReport,
    'reports.withdraw': withdrawReport,
    'reports.support': supportReport,
    'reports.answer': answerQuestion,
    'reports.rate': rateReport,
    'reports.urge': urgeReport,
    'reports.object': objectToReport,
    'reports.move': moveReport,
    'reports.resolve': resolveReport,
    'reports.ask': askReporter,
    'reports.correct': correctReport,
    'reports.plan': planReport,
    'reports.planDue': planIsDue,
    'reports.handTo': handOverReport,
    'reports.fileFor': fileFor,
    'reports.fileAsPartner': fileAsPartner,
    'reports.unmerge': unmergeReport,
    'reports.note': noteReport,
    'reports.hidePair': hidePair,
    'reports.showPair': showPair,
    'reports.coverPhoto': coverPhoto,
    'reports.hidePhoto': hidePhoto,
    'reports.showPhoto': showPhoto,
    'reports.close': closeReport,
    'reports.release': releaseReport,
    'reports.forget': forgetReports,
    'reports.publishMonth': publishMonth,
    'reports.returnQuestion': returnQuestion,
    'reports.remind': remindOfReport,
    'exchange.answer': importAnswers,
    'cases.open': openCase,
    'cases.accept': acceptCase,
    'cases.handBack': handBackCase,
    'cases.resolve': resolveCase,
    'cases.renew': renewCase,
    'cases.revoke': revokeCase,
    'reports.markPhotos': markPhotos,
    'reports.markAfterPhotos': markAfterPhotos,
  },
  queries: {
    'reports.mine': myReports,
    'reports.tally': myTally,
    'reports.one': oneReport,
    'reports.nearby': nearbyReports,
    'reports.inBeats': beatReports,
    'reports.sealed': sealedPhoto,
    'reports.mended': mendedReports,
    'reports.published': publishedReports,
    'reports.months': publishedMonths,
    'reports.monthFile': monthFile,
    'desk.reports': deskReports,
    'desk.raised': raisedReports,
    'desk.search': searchReports,
    'desk.similar': similarReports,
    'desk.colleagues': deskColleagues,
    'desk.units': deskUnits,
    'exchange.reports': exchangedReports,
    'exchange.desk': exchangeDesk,
    'cases.one': oneCase,
    'cases.ofReport': caseOfReport,
    'cases.print': printedCase,
  },
  tasks: {
    comparePhotos: { when: '*/5 * * * * *', run: compareNewPhotos },
    closeReports: { when: '30 * * * * *', run: closeReports },
    releaseReports: { when: '15 * * * * *', run: releaseReports },
    // At the start too, for a server that is down at night.
    forgetReports: { when: '0 10 4 * * *', run: forgetOldReports, isDueAtStart: true },
    wakeReports: { when: '45 * * * * *', run: wakeReports },
    bringBackPlans: { when: '5 * * * * *', run: bringBackPlans },
    // At the start too, for a server that was down when a month ended.
    publishMonths: { when: '0 20 2 * * *', run: publishMonths, isDueAtStart: true },
    sendCaseLinks: { when: '*/5 * * * * *', run: sendCaseLinks },
    nudgeOverdue: { when: '0 * * * * *', run: nudgeOverdue },
  },
  photos: maySeePhoto,
  bearer: caseBearer,
  personal: { export: { reports: exportReports }, erase: eraseReporter },
} satisfies Feature<keyof typeof reportsCommands, keyof typeof reportsQueries>
