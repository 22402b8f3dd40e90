import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { QueryInput, QueryName } from '#shared/queries.ts'
import type { Things } from './things.ts'
import { randomUUID } from 'node:crypto'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'

/**
 * How far an entry of the lists reaches. `own`: what is the sender's alone. `public`: what everybody may see.
 * `city`: what the whole city shares, so that no scope is foreign. `scoped`: what belongs to a place, and is
 * not for who works elsewhere. `system`: the clock's.
 */
export type Reach = 'own' | 'public' | 'city' | 'scoped' | 'system'
export interface Placed<Input> {
  readonly reach: Reach
  /** A well-formed input about the things of one side. */
  readonly input: (things: Things) => Input
}
const placed = (reach: Reach) =>
  <Input>(input: (things: Things) => Input): Placed<Input> => ({ reach, input })
const [own, everybodys, city, scoped, system] =
  [placed('own'), placed('public'), placed('city'), placed('scoped'), placed('system')]

const id = () => randomUUID()
const DAY = '2026-11-24'
const KEY = 'A'.repeat(44)
const HASH = 'a'.repeat(64)
const LINK = 'a'.repeat(16)
const BOX = { left: 0, top: 0, width: 0.5, height: 0.5 }
const PLACE = { latitude: 30.6, longitude: 114.27 }
const none = () => ({})
const activity = ({ activityId }: Things) => ({ activityId })
const team = ({ teamId }: Things) => ({ teamId })
const member = (things: Things) => ({ ...team(things), accountId: things.accountId })
const plan = ({ areaId }: Things): CommandInput<'activities.publish'> => ({
  activityId: id(),
  kind: 'volunteering',
  title: '路口劝导',
  words: '',
  bring: '',
  areaId,
  place: PLACE,
  spot: '路口',
  startsAt: 4_000_000_000_000,
  endsAt: 4_000_003_600_000,
  leaveBy: 4_000_000_000_000,
  capacity: 9,
  skills: [],
  teamId: null,
})
const poll = ({ pollId }: Things) => ({ pollId })
const ending = (things: Things) => ({ ...poll(things), words: '写错了' })
const pollPlan = ({ areaId }: Things): CommandInput<'polls.publish'> => ({
  pollId: id(),
  question: '装在哪里？',
  words: '',
  options: ['甲', '乙'].map(text => ({ text, place: null })),
  areaId,
  audience: 'everyone',
  works: [],
  companies: [],
  ballot: 'secret',
  quorum: 0,
  startsAt: 0,
  endsAt: 4_000_000_000_000,
})
const announcement = ({ announcementId }: Things) => ({ announcementId })
const announced = ({ areaId }: Things): CommandInput<'announcements.publish'> => ({
  announcementId: id(),
  kind: 'notice',
  title: '今晚停水',
  words: '',
  areaId,
  startsAt: 0,
  endsAt: 4_000_000_000_000,
  stationTimes: null,
})
const basics = ({ areaId }: Things) => ({
  name: '新驿站',
  kind: 'community' as const,
  areaId,
  address: '测试路 9 号',
  place: PLACE,
  facilities: ['water' as const],
  isSelfService: false,
})
const WEEK = Array.from({ length: 7 }, () => [540, 1080])
const voice = ({ voiceId }: Things) => ({ voiceId })
const report = ({ reportId }: Things) => ({ reportId })
const sealing = (things: Things) => ({ ...report(things), hash: HASH, version: 0, reason: '拍到了人脸' })
const order = ({ orderId }: Things) => ({ orderId })
const stock = ({ itemId, stationId }: Things) => ({ moveId: id(), itemId, stationId, count: 1, words: '盘点' })

/** Every command there is: a new one does not compile until it stands here. */
export const commandTable: { readonly [Name in CommandName]: Placed<CommandInput<Name>> } = {
  'identity.register': own(({ areaId }) =>
    ({ name: '林小满', areaId, company: null, work: null, privacyNotice: PRIVACY_NOTICE })),
  'identity.endSessions': own(() => ({ sessionId: '0'.repeat(32) })),
  'identity.deleteMe': own(() => ({ confirm: true })),
  'reports.file': own(() =>
    ({ reportId: id(), kind: 'hazard', text: '', place: PLACE, photos: [HASH], seenAt: 1 })),
  'reports.amend': own(things => ({ ...report(things), text: '改一改' })),
  'reports.withdraw': own(report),
  'reports.support': own(report),
  'reports.answer': own(things => ({ ...report(things), answer: '靠河一侧' })),
  'reports.rate': own(things => ({ ...report(things), fixed: true })),
  'reports.urge': own(report),
  'reports.object': own(things => ({ ...report(things), words: '还在' })),
  'reports.move': scoped(things => ({ ...report(things), to: 'working' })),
  'reports.resolve': scoped(things => ({ ...report(things), words: '已修好', photos: [HASH] })),
  'reports.ask': scoped(things => ({ ...report(things), question: '在哪一侧？' })),
  'reports.correct': scoped(things => ({ ...report(things), kind: 'hazard' })),
  'reports.unmerge': scoped(report),
  'reports.plan': scoped(things => ({ ...report(things), day: '2026-12-24', words: '等配件' })),
  'reports.handTo': scoped(({ reportId, accountId }) => ({ reportId, to: accountId })),
  'reports.fileFor': city(({ areaId }) =>
    ({ reportId: id(), kind: 'hazard', text: '井盖松动', areaId, photos: [], phone: '13800009999' })),
  'reports.fileAsPartner': own(({ areaId }) =>
    ({ reportId: id(), earlierId: id(), kind: 'hazard', text: '井盖松动', areaId })),
  'reports.planDue': system(report),
  'reports.note': scoped(things => ({ ...report(things), words: '上报人来过电话' })),
  'reports.hidePair': scoped(things => ({ ...report(things), reason: '拍到了人脸' })),
  'reports.showPair': scoped(report),
  'reports.coverPhoto': scoped(things => ({ ...sealing(things), boxes: [BOX] })),
  'reports.hidePhoto': scoped(sealing),
  'reports.showPhoto': scoped(sealing),
  'reports.close': system(report),
  'reports.publishMonth': system(() => ({ month: '2026-10' })),
  'reports.release': system(report),
  'reports.forget': system(({ reportId }) => ({ reportIds: [reportId] })),
  'reports.returnQuestion': system(report),
  'reports.remind': system(things => ({ ...report(things), of: 'overdue' })),
  'exchange.answer': city(({ unitId }) =>
    ({ unitId, rows: [{ number: '61', answer: '办结', words: '修好了', date: '' }], dryRun: true })),
  'cases.open': own(none),
  'cases.accept': own(() => ({ seen: id() })),
  'cases.handBack': own(() => ({ seen: id(), words: '不归我们' })),
  'cases.resolve': own(() => ({ seen: id(), words: '已修好', photos: [HASH] })),
  'cases.renew': scoped(things => ({ ...report(things), linkId: null })),
  'cases.revoke': scoped(things => ({ ...report(things), linkId: LINK })),
  'reports.markPhotos': system(() => ({ reused: [], fresh: [] })),
  'reports.markAfterPhotos': system(() => ({ settlings: [] })),
  'points.correct': scoped(({ phone }) => ({ correctionId: id(), phone, amount: 1, words: '补发' })),
  'points.approveCorrection': scoped(({ correctionId }) => ({ correctionId, isApproved: true })),
  'points.setCap': city(() => ({ cap: 'reports.lead', max: 100 })),
  'points.lapse': system(({ accountId }) => ({ accountId, cutoff: DAY })),
  'points.remind': system(({ accountId }) => ({ accountId, cutoff: DAY })),
  'points.raiseAlarm': system(() => ({ invariants: ['balances'] })),
  'mall.redeem': own(({ itemId, stationId }) =>
    ({ orderId: id(), itemId, stationId, count: 1, price: 1, day: DAY })),
  'mall.cancel': own(order),
  'mall.handOver': scoped(({ stationId }) => ({ code: '123456', stationId })),
  'mall.giveMeal': scoped(({ itemId, stationId, phone }) =>
    ({ orderId: id(), phone, itemId, stationId, day: DAY, words: '善举' })),
  'mall.list': city(({ itemId, stationId }) => ({
    itemId,
    kind: 'meal',
    category: 'meal',
    name: '午餐',
    words: '',
    price: 1,
    stations: [stationId],
    isListed: true,
  })),
  'mall.arrive': scoped(stock),
  'mall.damage': scoped(stock),
  'mall.stockTake': scoped(({ itemId, stationId }) =>
    ({ moveId: id(), itemId, stationId, counted: 8, words: '盘点' })),
  'mall.move': scoped(({ itemId, stationId }) =>
    ({ moveId: id(), itemId, from: stationId, to: stationId, count: 1, words: '' })),
  'mall.lapse': system(order),
  'mall.remind': system(order),
  'mall.tellClosure': system(({ stationId }) => ({ stationId, at: 1 })),
  'notices.read': own(() => ({ upTo: 1 })),
  'notices.subscribe': own(() =>
    ({ endpoint: 'https://push.example.cn/a', keys: { p256dh: 'BAAA', auth: 'AAAA' } })),
  'notices.unsubscribe': own(() => ({ endpoint: 'https://push.example.cn/a' })),
  'stations.reportFault': own(({ stationId }) => ({ faultId: id(), stationId, kind: 'dirty', words: '' })),
  'stations.answerFault': scoped(({ faultId }) => ({ faultId, words: '马上来', isMended: false })),
  'stations.keep': scoped(({ stationId }) => ({ stationId, notice: '今天有姜茶' })),
  'stations.make': scoped(things => ({
    ...basics(things),
    stationId: id(),
    number: 1_000 + Math.floor(Math.random() * 900_000),
    week: WEEK,
    phone: null,
  })),
  'stations.change': scoped(things => ({ ...basics(things), stationId: things.stationId, seen: 0 })),
  'stations.import': city(({ areaId: area }) => ({
    rows: [{
      ...{ number: '7', name: '新驿站', kind: '社区驿站', area },
      ...{ address: '某路', latitude: '30.6', longitude: '114.27' },
    }],
    dryRun: true,
  })),
  'stations.enter': own(() => ({ entryId: id(), code: 'a code' })),
  'stations.checkIn': own(() => ({ entryId: id(), code: 'a code' })),
  'stations.leave': own(() => ({ visitId: id() })),
  'stations.givePass': own(() => ({ deviceKey: KEY })),
  'stations.grantDoor': own(() => ({ deviceKey: KEY })),
  'stations.admit': own(() => ({ entryId: id(), proof: 'a proof' })),
  'stations.recordEntry': own(() => ({ entryId: id(), proof: 'a proof', at: 1 })),
  'stations.noteUnlock': system(() => ({ entryId: id(), isOpen: true })),
  'stations.suspend': scoped(({ phone }) => ({ phone, until: 4_000_000_000_000, words: '冒用通行码' })),
  'stations.unsuspend': scoped(({ accountId }) => ({ accountId })),
  'stations.inviteKiosk': scoped(({ stationId }) => ({ inviteId: id(), stationId, label: '门口' })),
  'stations.unpair': scoped(({ kioskId }) => ({ kioskId })),
  'voices.complain': own(() => ({ complaintId: id(), text: '太慢', page: 'home' })),
  'people.give': scoped(({ areaId, phone }) =>
    ({ postId: id(), phone, kind: 'laneAdviser', scope: areaId, reason: '熟悉小巷' })),
  'people.end': scoped(({ postId }) => ({ postId, reason: '不再担任' })),
  'people.confirm': city(({ postId }) => ({ postId })),
  'people.suspend': scoped(({ accountId }) => ({ accountId, reason: '冒用' })),
  'people.restore': scoped(({ accountId }) => ({ accountId, reason: '核实' })),
  'people.askReset': scoped(({ accountId }) => ({ accountId, reason: '手机丢了' })),
  'people.decideReset': scoped(({ accountId }) => ({ accountId, isApproved: true })),
  'people.linkUnit': city(({ unitId }) => ({ unitId, worksByLink: true, reason: '不登录' })),
  'people.import': city(({ phone, areaId }) => ({
    rows: [{ postId: id(), phone, name: '', kind: '小巷顾问', scope: areaId }],
    reason: '名单',
    dryRun: true,
  })),
  'teams.found': scoped(({ areaId }) =>
    ({ teamId: id(), name: '快递小队', trade: 'parcel', words: '', areaId })),
  'teams.ask': own(team),
  'teams.admit': scoped(things => ({ ...member(things), isAdmitted: true })),
  'teams.remove': scoped(things => ({ ...member(things), words: '离职' })),
  'teams.leave': own(team),
  'activities.draft': scoped(plan),
  'activities.publish': scoped(plan),
  'activities.discard': scoped(activity),
  'activities.repeat': scoped(things =>
    ({ ...activity(things), copies: [{ activityId: id(), startsAt: 4_000_000_000_000 }] })),
  'activities.callOff': scoped(things => ({ ...activity(things), words: '下雨' })),
  'activities.signUp': own(activity),
  'activities.leave': own(activity),
  'activities.accept': own(activity),
  'activities.remove': scoped(things =>
    ({ ...activity(things), accountId: things.accountId, words: '重复报名' })),
  'activities.readmit': scoped(things => ({ ...activity(things), accountId: things.accountId })),
  'activities.message': scoped(things => ({ ...activity(things), words: '早十分钟到' })),
  'activities.lapse': system(activity),
  'activities.attend': own(things =>
    ({ ...activity(things), direction: 'in', proof: { by: 'code', text: 'a code', seenAt: 1 } })),
  'activities.removePhoto': scoped(things => ({ ...activity(things), hash: 'a'.repeat(64) })),
  'activities.finish': scoped(things => ({ ...activity(things), words: '', photos: [] })),
  'activities.close': system(activity),
  'activities.forgetMissed': system(activity),
  'activities.correct': scoped(({ activityId, accountId }) =>
    ({ correctionId: id(), activityId, accountId, inAt: 1, outAt: 2, words: '没电' })),
  'activities.approveCorrection': scoped(({ hoursId }) => ({ correctionId: hoursId, isApproved: true })),
  'activities.resetCalendar': own(none),
  'cards.make': own(() => ({ cardId: id(), lines: ['hours'] })),
  'cards.withdraw': own(() => ({ cardId: id() })),
  'beats.note': scoped(({ areaId }) => ({ noteId: id(), areaId, finding: 'fine', words: '', madeAt: 1 })),
  'birthdays.keep': own(() => ({ month: 2, day: 29, agreed: true, salt: 'A'.repeat(22) })),
  'birthdays.forget': own(none),
  'birthdays.invite': system(() => ({ month: 12, year: 2026 })),
  'announcements.publish': scoped(announced),
  'announcements.end': scoped(things => ({ ...announcement(things), words: '水来了' })),
  'polls.publish': scoped(pollPlan),
  'polls.close': scoped(ending),
  'polls.cancel': scoped(ending),
  'polls.vote': own(things => ({ ...poll(things), version: 1, option: 0, salt: 'A'.repeat(22) })),
  'polls.count': system(poll),
  'rulings.set': city(() =>
    ({ key: 'caps', value: { 'reports.lead': 100, 'reports.patrol': 50 }, reason: '试行' })),
  'voices.post': own(({ areaId }) => ({
    voiceId: id(),
    kind: 'complaint',
    text: '太慢',
    areaId,
    isAnonymous: true,
    photos: [],
    page: 'home',
    code: String(Math.random()).slice(2).padEnd(16, '0').slice(0, 16),
  })),
  'voices.support': own(voice),
  'voices.judge': own(things => ({ ...voice(things), isDone: true, words: '' })),
  'voices.appeal': own(things => ({ ...voice(things), words: '没有骂人' })),
  'voices.merge': scoped(things => ({ ...voice(things), into: things.voiceId, seen: 1 })),
  'voices.unmerge': scoped(things => ({ ...voice(things), seen: 1 })),
  'voices.promise': scoped(things =>
    ({ ...voice(things), unitId: things.unitId, dueOn: '2026-12-24', seen: 1 })),
  'voices.answer': scoped(things => ({ ...voice(things), outcome: 'answered', words: '在办了', seen: 1 })),
  'voices.hide': scoped(things => ({ ...voice(things), reason: 'insult', seen: 1 })),
  'voices.settle': scoped(things => ({ ...voice(things), isUpheld: true, words: '看过了' })),
  'voices.link': scoped(things => ({ ...voice(things), kind: 'activity', ref: things.activityId })),
  'voices.unlink': scoped(things => ({ ...voice(things), kind: 'activity', ref: things.activityId })),
  'voices.reply': city(() => ({ complaintId: id(), words: '在办了' })),
}

/** Every query there is, in the same way. */
export const queryTable: { readonly [Name in QueryName]: Placed<QueryInput<Name>> } = {
  'figures.city': scoped(({ areaId }) => ({ areaId, from: '2026-11', to: '2026-11' })),
  'figures.rows': scoped(({ areaId }) => ({ areaId, from: '2026-11', to: '2026-11' })),
  'figures.public': everybodys(none),
  'identity.me': own(none),
  'identity.sessions': own(none),
  'identity.export': own(none),
  'areas.tree': everybodys(none),
  'reports.mine': own(none),
  'reports.tally': own(none),
  'reports.one': scoped(report),
  'reports.nearby': everybodys(() => ({ place: PLACE, kind: 'hazard' })),
  'reports.inBeats': scoped(none),
  'reports.sealed': scoped(things => ({ ...report(things), hash: HASH, reason: '核对车牌' })),
  'reports.mended': everybodys(none),
  'reports.published': everybodys(() => ({ page: 1, pageSize: 10, withHistory: false })),
  'reports.months': everybodys(none),
  'reports.monthFile': everybodys(() => ({ month: '2026-10', part: 'counts' })),
  'desk.reports': scoped(() => ({ view: 'running' })),
  'desk.raised': scoped(none),
  'console.queue': scoped(() => ({ view: 'running' })),
  'desk.search': scoped(() => ({ words: '井盖' })),
  'desk.units': scoped(report),
  'exchange.reports': scoped(none),
  'exchange.desk': scoped(none),
  'cases.one': own(none),
  'cases.ofReport': scoped(report),
  'cases.print': scoped(report),
  'desk.similar': scoped(report),
  'desk.colleagues': scoped(report),
  'points.mine': own(none),
  'points.desk': city(none),
  'points.ledger': city(() => ({ from: DAY, to: DAY })),
  'mall.items': everybodys(none),
  'mall.item': everybodys(({ itemId }) => ({ itemId })),
  'mall.myOrders': own(none),
  'mall.desk': scoped(none),
  'mall.orderOfDigits': scoped(({ stationId }) => ({ stationId, digits: '123456' })),
  'mall.book': scoped(none),
  'mall.stockHistory': scoped(({ stationId }) => ({ stationId })),
  'notices.mine': own(none),
  'notices.pushKey': everybodys(none),
  'stations.all': everybodys(none),
  'stations.heads': everybodys(none),
  'stations.map': everybodys(none),
  'stations.near': everybodys(() => ({ place: PLACE, needs: [] })),
  'stations.one': everybodys(({ stationId }) => ({ stationId })),
  'stations.detail': scoped(({ stationId }) => ({ stationId })),
  'stations.desk': scoped(none),
  'stations.book': scoped(none),
  'stations.myVisits': own(none),
  'stations.entry': own(() => ({ entryId: id() })),
  'stations.kiosk': own(none),
  'people.find': scoped(({ phone }) => ({ words: phone })),
  'people.one': scoped(({ accountId }) => ({ accountId })),
  'people.acts': city(none),
  'people.pending': city(none),
  'people.units': city(none),
  'teams.near': everybodys(none),
  'teams.one': everybodys(team),
  'activities.open': everybodys(none),
  'activities.mine': own(none),
  'activities.one': everybodys(activity),
  'activities.desk': scoped(none),
  'activities.roll': scoped(activity),
  'activities.codeKey': scoped(activity),
  'activities.calendar': own(none),
  'cards.mine': own(none),
  'cards.check': everybodys(() => ({ code: 'a code' })),
  'beats.mine': scoped(none),
  'beats.patrols': scoped(none),
  'birthdays.mine': own(none),
  'announcements.now': everybodys(none),
  'announcements.desk': scoped(none),
  'polls.open': own(none),
  'polls.one': everybodys(poll),
  'polls.desk': scoped(none),
  'rulings.inForce': everybodys(none),
  'rulings.templates': city(none),
  'rulings.book': city(none),
  'rulings.history': city(none),
  'rulings.one': city(() => ({ key: 'limits' })),
  'rulings.units': city(none),
  'desk.complaints': city(none),
  'links.of': everybodys(({ activityId }) => ({ kind: 'activity', ref: activityId })),
  'voices.mine': own(none),
  'voices.near': everybodys(({ areaId }) => ({ view: 'open', areaId })),
  'voices.one': everybodys(voice),
  'voices.similar': everybodys(({ areaId }) => ({ text: '想学电工', areaId })),
  'voices.ofTalk': everybodys(activity),
  'voices.byCode': everybodys(() => ({ code: '1234567812345678' })),
  'voices.desk': scoped(() => ({ view: 'todo' })),
  'voices.targets': scoped(voice),
  'voices.units': scoped(voice),
  'voices.author': scoped(voice),
}
