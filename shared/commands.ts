import type { GenericSchema, InferOutput } from 'valibot'
import type { ActorRole } from './identity/roles.ts'
import { deciders, roles as everyone, riders } from './identity/roles.ts'
import { DeleteMe, Register } from './identity/schemas.ts'
import { Nothing } from './kernel/fields.ts'
import {
  ArriveStock,
  DamageStock,
  GiveMeal,
  HandedOver,
  HandOver,
  ListItem,
  MoveStock,
  OneOrder,
  Ordered,
  Redeem,
  StockTake,
} from './mall/schemas.ts'
import { ReadNotices, SubscribePush, UnsubscribePush } from './notices/schemas.ts'
import {
  CorrectPoints,
  DecideCorrection,
  LapsePoints,
  RaiseAlarm,
  RemindOfLapse,
  SetCap,
} from './points/schemas.ts'
import {
  AmendReport,
  AnswerQuestion,
  AskReporter,
  Filed,
  FileReport,
  MarkAfterPhotos,
  MarkPhotos,
  MoveReport,
  OneReport,
  RateReport,
  ResolveReport,
} from './reports/schemas.ts'
import {
  Admit,
  Admitted,
  AnswerFault,
  CheckedIn,
  CheckIn,
  Enter,
  Entered,
  GivenPass,
  GivePass,
  GrantDoor,
  GrantedDoor,
  InviteKiosk,
  Keep,
  NoteUnlock,
  OneKiosk,
  OneVisit,
  RecordEntry,
  ReportFault,
  Suspend,
  Unsuspend,
} from './stations/schemas.ts'
import { Complain, ReplyToComplaint } from './voices/schemas.ts'

interface CommandSpec {
  readonly input: GenericSchema
  /** What an accepted command answers; `Nothing` for most. */
  readonly result: GenericSchema
  /** May it wait in the outbox? What staff decide about others is live. */
  readonly offline: boolean
  /** Who may send it; the area is the handler's to check. */
  readonly by: readonly ActorRole[]
}

/** Every change anyone can make. The client sends these; the server must handle each one. */
export const commands = {
  'identity.register': { input: Register, result: Nothing, offline: true, by: riders },
  'identity.deleteMe': { input: DeleteMe, result: Nothing, offline: false, by: riders },
  'reports.file': { input: FileReport, result: Filed, offline: true, by: everyone },
  'reports.amend': { input: AmendReport, result: Nothing, offline: true, by: everyone },
  'reports.withdraw': { input: OneReport, result: Nothing, offline: true, by: everyone },
  'reports.support': { input: OneReport, result: Nothing, offline: true, by: everyone },
  'reports.answer': { input: AnswerQuestion, result: Nothing, offline: true, by: everyone },
  'reports.rate': { input: RateReport, result: Nothing, offline: true, by: everyone },
  'reports.move': { input: MoveReport, result: Nothing, offline: false, by: deciders },
  'reports.resolve': { input: ResolveReport, result: Nothing, offline: false, by: deciders },
  'reports.ask': { input: AskReporter, result: Nothing, offline: false, by: ['staff', 'admin'] },
  'reports.close': { input: OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.markPhotos': { input: MarkPhotos, result: Nothing, offline: false, by: ['system'] },
  'reports.markAfterPhotos': { input: MarkAfterPhotos, result: Nothing, offline: false, by: ['system'] },
  'points.correct': { input: CorrectPoints, result: Nothing, offline: false, by: ['admin'] },
  'points.approveCorrection': { input: DecideCorrection, result: Nothing, offline: false, by: ['admin'] },
  'points.setCap': { input: SetCap, result: Nothing, offline: false, by: ['admin'] },
  'points.lapse': { input: LapsePoints, result: Nothing, offline: false, by: ['system'] },
  'points.remind': { input: RemindOfLapse, result: Nothing, offline: false, by: ['system'] },
  'points.raiseAlarm': { input: RaiseAlarm, result: Nothing, offline: false, by: ['system'] },
  'mall.redeem': { input: Redeem, result: Ordered, offline: true, by: everyone },
  'mall.cancel': { input: OneOrder, result: Nothing, offline: true, by: everyone },
  'mall.handOver': { input: HandOver, result: HandedOver, offline: true, by: ['keeper'] },
  'mall.giveMeal': { input: GiveMeal, result: Ordered, offline: false, by: ['staff', 'admin'] },
  'mall.list': { input: ListItem, result: Nothing, offline: false, by: ['admin'] },
  'mall.arrive': { input: ArriveStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.damage': { input: DamageStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.stockTake': { input: StockTake, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.move': { input: MoveStock, result: Nothing, offline: false, by: ['admin'] },
  'mall.lapse': { input: OneOrder, result: Nothing, offline: false, by: ['system'] },
  'mall.remind': { input: OneOrder, result: Nothing, offline: false, by: ['system'] },
  'notices.read': { input: ReadNotices, result: Nothing, offline: true, by: everyone },
  'notices.subscribe': { input: SubscribePush, result: Nothing, offline: false, by: everyone },
  'notices.unsubscribe': { input: UnsubscribePush, result: Nothing, offline: false, by: everyone },
  'stations.enter': { input: Enter, result: Entered, offline: false, by: everyone },
  'stations.checkIn': { input: CheckIn, result: CheckedIn, offline: true, by: everyone },
  'stations.leave': { input: OneVisit, result: Nothing, offline: true, by: everyone },
  'stations.givePass': { input: GivePass, result: GivenPass, offline: false, by: everyone },
  'stations.grantDoor': { input: GrantDoor, result: GrantedDoor, offline: false, by: ['kiosk'] },
  'stations.admit': { input: Admit, result: Admitted, offline: false, by: ['kiosk'] },
  'stations.recordEntry': { input: RecordEntry, result: Nothing, offline: true, by: ['kiosk'] },
  'stations.noteUnlock': { input: NoteUnlock, result: Nothing, offline: false, by: ['system'] },
  'stations.reportFault': { input: ReportFault, result: Nothing, offline: true, by: everyone },
  'stations.answerFault': { input: AnswerFault, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'stations.keep': { input: Keep, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'stations.suspend': { input: Suspend, result: Nothing, offline: false, by: ['admin'] },
  'stations.unsuspend': { input: Unsuspend, result: Nothing, offline: false, by: ['admin'] },
  'stations.inviteKiosk': { input: InviteKiosk, result: Nothing, offline: false, by: ['admin'] },
  'stations.unpair': { input: OneKiosk, result: Nothing, offline: false, by: ['admin'] },
  'voices.complain': { input: Complain, result: Nothing, offline: true, by: everyone },
  'voices.reply': { input: ReplyToComplaint, result: Nothing, offline: false, by: ['admin'] },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof commands
export type CommandInput<Name extends CommandName> = InferOutput<(typeof commands)[Name]['input']>
export type CommandResult<Name extends CommandName> = InferOutput<(typeof commands)[Name]['result']>
export type OfflineCommandName = {
  [Name in CommandName]: (typeof commands)[Name]['offline'] extends true ? Name : never
}[CommandName]
export const isCommandName = (name: string): name is CommandName => Object.keys(commands).includes(name)
