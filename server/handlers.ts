import type { CommandHandlers, QueryHandlers } from './sync/context.ts'
import { areaTree } from './core/areas/index.ts'
import { deleteMeWith, exportOf, me, register } from './core/identity/index.ts'
import { eraseNotices, exportNotices, myNotices, pushKey, readNotices, subscribePush, unsubscribePush } from './core/notices/index.ts'
import { exportPoints, myPoints } from './core/points/index.ts'
import { amendReport } from './features/reports/amend-report.ts'
import { answerQuestion } from './features/reports/answer-question.ts'
import { askReporter } from './features/reports/ask-reporter.ts'
import { closeReport } from './features/reports/close-report.ts'
import { deskReports } from './features/reports/desk-reports.ts'
import { deskUnits } from './features/reports/desk-units.ts'
import { fileReport } from './features/reports/file-report.ts'
import { markPhotos } from './features/reports/mark-photos.ts'
import { moveReport } from './features/reports/move-report.ts'
import { myReports } from './features/reports/my-reports.ts'
import { nearbyReports } from './features/reports/nearby-reports.ts'
import { oneReport } from './features/reports/one-report.ts'
import { eraseReporter, exportReports } from './features/reports/personal.ts'
import { rateReport } from './features/reports/rate-report.ts'
import { resolveReport } from './features/reports/resolve-report.ts'
import { supportReport } from './features/reports/support-report.ts'
import { withdrawReport } from './features/reports/withdraw-report.ts'
import { complain } from './features/voices/complain.ts'
import { deskComplaints, exportComplaints, myComplaints } from './features/voices/queries.ts'
import { reply } from './features/voices/reply.ts'

/** Every command to its handler. One that is missing does not compile. */
export const commandHandlers: CommandHandlers = {
  'identity.register': register,
  'identity.deleteMe': deleteMeWith([eraseReporter, eraseNotices]),
  'reports.file': fileReport,
  'reports.amend': amendReport,
  'reports.withdraw': withdrawReport,
  'reports.support': supportReport,
  'reports.answer': answerQuestion,
  'reports.rate': rateReport,
  'reports.move': moveReport,
  'reports.resolve': resolveReport,
  'reports.ask': askReporter,
  'reports.close': closeReport,
  'reports.markPhotos': markPhotos,
  'notices.read': readNotices,
  'notices.subscribe': subscribePush,
  'notices.unsubscribe': unsubscribePush,
  'voices.complain': complain,
  'voices.reply': reply,
}

/** Every query to its handler. */
export const queryHandlers: QueryHandlers = {
  'identity.me': me,
  'identity.export': exportOf({ reports: exportReports, points: exportPoints, notices: exportNotices, complaints: exportComplaints }),
  'areas.tree': areaTree,
  'reports.mine': myReports,
  'reports.one': oneReport,
  'reports.nearby': nearbyReports,
  'desk.reports': deskReports,
  'desk.units': deskUnits,
  'desk.complaints': deskComplaints,
  'points.mine': myPoints,
  'notices.mine': myNotices,
  'notices.pushKey': pushKey,
  'voices.mine': myComplaints,
}
