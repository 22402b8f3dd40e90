import type { CommandHandlers, QueryHandlers } from './sync/context.ts'
import { areaTree } from './core/areas/index.ts'
import { deleteMeWith, exportOf, me, register } from './core/identity/index.ts'
import { eraseUnusedPhotos, exportPhotos } from './core/media/index.ts'
import {
  eraseNotices,
  exportNotices,
  myNotices,
  pushKey,
  readNotices,
  subscribePush,
  unsubscribePush,
} from './core/notices/index.ts'
import {
  correctPoints,
  decideCorrection,
  exportPoints,
  lapsePoints,
  ledgerPage,
  myPoints,
  pointsDesk,
  raiseAlarm,
  remindOfLapse,
  setCap,
} from './core/points/index.ts'
import { stationBook } from './features/doors/book/station-book.ts'
import { admit } from './features/doors/entering/admit.ts'
import { checkIn } from './features/doors/entering/check-in.ts'
import { enterStation } from './features/doors/entering/enter.ts'
import { entryState } from './features/doors/entering/entry-state.ts'
import { leaveStation, myVisits } from './features/doors/entering/my-visits.ts'
import { noteUnlock } from './features/doors/entering/note-unlock.ts'
import { recordEntry } from './features/doors/entering/record-entry.ts'
import { grantDoor } from './features/doors/kiosks/grant-door.ts'
import { inviteKiosk } from './features/doors/kiosks/invite-kiosk.ts'
import { kioskView } from './features/doors/kiosks/kiosk-view.ts'
import { unpairKiosk } from './features/doors/kiosks/unpair-kiosk.ts'
import { givePass } from './features/doors/passes/give-pass.ts'
import { suspendPerson, unsuspendPerson } from './features/doors/passes/suspend.ts'
import { eraseStays, exportStays } from './features/doors/personal.ts'
import { moveStock, receiveStock, takeStock, writeOffStock } from './features/mall/change-stock.ts'
import { cancelOrder } from './features/mall/close-order.ts'
import { giveMeal } from './features/mall/give-meal.ts'
import { handOver } from './features/mall/hand-over.ts'
import { lapseOrder } from './features/mall/lapse-order.ts'
import { listItem } from './features/mall/list-item.ts'
import { mallBook } from './features/mall/mall-book.ts'
import { mallDesk } from './features/mall/mall-desk.ts'
import { listedItems } from './features/mall/mall-items.ts'
import { myOrders } from './features/mall/my-orders.ts'
import { oneItem } from './features/mall/one-item.ts'
import { orderByDigits } from './features/mall/order-by-digits.ts'
import { cancelOpenOrders, exportOrders } from './features/mall/personal.ts'
import { redeemItem } from './features/mall/redeem-item.ts'
import { remindOrder } from './features/mall/remind-order.ts'
import { stockHistory } from './features/mall/stock-history.ts'
import { amendReport, withdrawReport } from './features/reports/amend-or-withdraw.ts'
import { answerQuestion, askReporter } from './features/reports/ask-and-answer.ts'
import { closeReport } from './features/reports/close-report.ts'
import { deskReports } from './features/reports/desk-reports.ts'
import { deskUnits } from './features/reports/desk-units.ts'
import { fileReport } from './features/reports/file-report.ts'
import { markAfterPhotos } from './features/reports/mark-after-photos.ts'
import { markPhotos } from './features/reports/mark-photos.ts'
import { moveReport } from './features/reports/move-report.ts'
import { myReports } from './features/reports/my-reports.ts'
import { nearbyReports } from './features/reports/nearby-reports.ts'
import { oneReport } from './features/reports/one-report.ts'
import { eraseReporter, exportReports } from './features/reports/personal.ts'
import { rateReport } from './features/reports/rate-report.ts'
import { resolveReport } from './features/reports/resolve-report.ts'
import { supportReport } from './features/reports/support-report.ts'
import { answerFault } from './features/stations/faults/answer-fault.ts'
import { reportFault } from './features/stations/faults/report-fault.ts'
import { allStations } from './features/stations/finding/all-stations.ts'
import { headsInside } from './features/stations/finding/heads.ts'
import { mapTiles } from './features/stations/finding/map-tiles.ts'
import { nearStations } from './features/stations/finding/near-stations.ts'
import { oneStation } from './features/stations/finding/station-views.ts'
import { stationDesk } from './features/stations/keeper/station-desk.ts'
import { updateStation } from './features/stations/keeper/update-station.ts'
import { complain } from './features/voices/complain.ts'
import { deskComplaints, exportComplaints, myComplaints } from './features/voices/queries.ts'
import { reply } from './features/voices/reply.ts'

/** Every command to its handler. One that is missing does not compile. */
export const commandHandlers: CommandHandlers = {
  'identity.register': register,
  'identity.deleteMe': deleteMeWith([
    cancelOpenOrders,
    eraseStays,
    eraseReporter,
    eraseUnusedPhotos,
    eraseNotices,
  ]),
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
  'reports.markAfterPhotos': markAfterPhotos,
  'points.correct': correctPoints,
  'points.approveCorrection': decideCorrection,
  'points.setCap': setCap,
  'points.lapse': lapsePoints,
  'points.remind': remindOfLapse,
  'points.raiseAlarm': raiseAlarm,
  'mall.redeem': redeemItem,
  'mall.cancel': cancelOrder,
  'mall.handOver': handOver,
  'mall.giveMeal': giveMeal,
  'mall.list': listItem,
  'mall.arrive': receiveStock,
  'mall.damage': writeOffStock,
  'mall.stockTake': takeStock,
  'mall.move': moveStock,
  'mall.lapse': lapseOrder,
  'mall.remind': remindOrder,
  'notices.read': readNotices,
  'notices.subscribe': subscribePush,
  'notices.unsubscribe': unsubscribePush,
  'stations.enter': enterStation,
  'stations.checkIn': checkIn,
  'stations.leave': leaveStation,
  'stations.givePass': givePass,
  'stations.grantDoor': grantDoor,
  'stations.admit': admit,
  'stations.recordEntry': recordEntry,
  'stations.noteUnlock': noteUnlock,
  'stations.reportFault': reportFault,
  'stations.answerFault': answerFault,
  'stations.keep': updateStation,
  'stations.suspend': suspendPerson,
  'stations.unsuspend': unsuspendPerson,
  'stations.inviteKiosk': inviteKiosk,
  'stations.unpair': unpairKiosk,
  'voices.complain': complain,
  'voices.reply': reply,
}

/** Every query to its handler. */
export const queryHandlers: QueryHandlers = {
  'identity.me': me,
  'identity.export': exportOf({
    reports: exportReports,
    photos: exportPhotos,
    points: exportPoints,
    orders: exportOrders,
    stays: exportStays,
    notices: exportNotices,
    complaints: exportComplaints,
  }),
  'areas.tree': areaTree,
  'reports.mine': myReports,
  'reports.one': oneReport,
  'reports.nearby': nearbyReports,
  'desk.reports': deskReports,
  'desk.units': deskUnits,
  'desk.complaints': deskComplaints,
  'points.mine': myPoints,
  'points.desk': pointsDesk,
  'points.ledger': ledgerPage,
  'mall.items': listedItems,
  'mall.item': oneItem,
  'mall.myOrders': myOrders,
  'mall.desk': mallDesk,
  'mall.orderOfDigits': orderByDigits,
  'mall.book': mallBook,
  'mall.stockHistory': stockHistory,
  'stations.all': allStations,
  'stations.heads': headsInside,
  'stations.map': mapTiles,
  'stations.near': nearStations,
  'stations.one': oneStation,
  'stations.myVisits': myVisits,
  'stations.entry': entryState,
  'stations.desk': stationDesk,
  'stations.book': stationBook,
  'stations.kiosk': kioskView,
  'notices.mine': myNotices,
  'notices.pushKey': pushKey,
  'voices.mine': myComplaints,
}
