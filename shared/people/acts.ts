import type { CommandInput, CommandName, commands } from '#shared/commands.ts'
import type { EXPORT_ACT } from '#shared/console/exports.ts'
import type { queries } from '#shared/queries.ts'
import { hideReasonNames } from '#shared/voices/names.ts'

type Lists = typeof commands & typeof queries
/** Acts of an operator on the server itself. */
type OnServer = 'partners.add' | 'partners.withdraw'
/** Exports, with the name that they had in earlier releases. */
type Exports = typeof EXPORT_ACT | 'points.ledger'
type Audited = { [Name in keyof Lists]: Lists[Name] extends { audited: true } ? Name : never }[keyof Lists]

/** The name of every audited act; an act without a name here does not compile. */
export const actNames: Record<Audited | OnServer | Exports, string> = {
  'reports.fileFor': '代人上报',
  'reports.coverPhoto': '遮挡照片',
  'reports.hidePhoto': '隐藏照片',
  'reports.showPhoto': '恢复照片',
  'reports.sealed': '查看封存照片',
  'exchange.answer': '导入单位答复',
  'cases.renew': '重新生成工单链接',
  'cases.revoke': '收回工单链接',
  'cases.print': '打印工单链接',
  'reports.forget': '到期删除个人信息和照片',
  'mall.giveMeal': '赠送爱心餐',
  'mall.list': '上架或修改商品',
  'stations.make': '新增驿站',
  'stations.change': '修改驿站',
  'stations.import': '导入驿站',
  'stations.suspend': '暂停某人进站',
  'stations.unsuspend': '恢复某人进站',
  'stations.inviteKiosk': '生成平板配对码',
  'stations.unpair': '解除平板配对',
  'points.correct': '申请积分更正',
  'points.approveCorrection': '复核积分更正',
  'points.setCap': '调整积分上限',
  'points.ledger': '导出积分流水',
  'console.export': '导出表格',
  'people.give': '任命岗位',
  'people.end': '结束岗位',
  'people.confirm': '确认岗位',
  'people.suspend': '停用账号',
  'people.restore': '恢复账号',
  'people.askReset': '申请重置动态码',
  'people.decideReset': '复核重置动态码',
  'people.import': '导入岗位名单',
  'people.linkUnit': '设置单位链接办理',
  'people.one': '查看人员资料',
  'activities.remove': '取消报名',
  'activities.readmit': '恢复报名资格',
  'activities.removePhoto': '撤下活动照片',
  'activities.approveCorrection': '审批时长',
  'announcements.publish': '发布或更正通知',
  'announcements.end': '提前结束通知',
  'polls.publish': '发起或修改投票',
  'polls.close': '提前结束投票',
  'polls.cancel': '取消投票',
  'partners.add': '给合作方开通接口',
  'partners.withdraw': '停用合作方接口',
  'rulings.set': '修改规则',
  'voices.hide': '不公开一条说一说',
  'voices.settle': '复核说一说的申诉',
  'voices.author': '查看是谁说的',
}

/** The name of an act; a newer server may have acts that this app doesn't know. */
export const actName = (act: string): string => Object.hasOwn(actNames, act)
  ? actNames[act as Audited]
  : '其他操作'

/** The codes by which an input gives its reason. */
type Code<Name extends CommandName> =
  CommandInput<Name> extends { reason: infer Reason extends string } ? Reason : string
type Act = Audited & CommandName
type Coded = { [Name in Act]: string extends Code<Name> ? never : Name }[Act]
/** The words for each code; a code without words does not compile. */
const reasonNames: { readonly [Name in Coded]: Readonly<Record<Code<Name>, string>> } = {
  'voices.hide': hideReasonNames,
}
const namesByAct: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...reasonNames,
  'people.decideReset': { declined: '没有同意' },
}

/** The reason of an act in words; the audit stores what the input said. */
export function reasonWords(act: string, reason: string | null): string | null {
  const names = Object.hasOwn(namesByAct, act) ? namesByAct[act]! : {}
  return reason !== null && Object.hasOwn(names, reason) ? names[reason]! : reason
}
