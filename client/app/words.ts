import type { companies, works } from '#shared/identity/schemas.ts'
import type { Refusal, RefusalCode } from '#shared/kernel/refusal.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Notice, NoticeKind } from '#shared/notices/schemas.ts'
import type { DailyCap, TransferReason } from '#shared/points/rules.ts'
import type { ReportKind, ReportState } from '#shared/reports/rules.ts'
import type { ReportStep, Step } from '#shared/reports/schemas.ts'
import { photoRefusals } from '#shared/media/schemas.ts'

export { ago, clock } from './time-words.ts'

/** Every word a code turns into on the screen. A new code does not compile until it has one. */
export const kindNames: Record<ReportKind, string> = {
  environment: '环境风险',
  hazard: '安全隐患',
  security: '治安线索',
  warning: '异常预警',
  emergency: '突发事件',
  patrol: '商圈巡查',
  other: '其他',
}

/** What belongs to a kind, in the words a rider would use. */
export const kindHints: Record<ReportKind, string> = {
  environment: '垃圾、油污、积水、异味',
  hazard: '井盖、电线、坑洞、围挡',
  security: '可疑的人、车、骗局；只有工作人员看得到',
  warning: '要出事的苗头',
  emergency: '正在发生，先打电话',
  patrol: '商圈街面的巡查记录',
  other: '别的都放这里',
}

export const stateNames: Record<ReportState, string> = {
  filed: '待受理',
  accepted: '已受理',
  assigned: '已派单',
  working: '处理中',
  resolved: '已处理',
  closed: '已办结',
  declined: '未受理',
  merged: '已合并',
  withdrawn: '已撤回',
}

export const stepNames: Record<ReportStep, string> = {
  filed: '已上报',
  amended: '修改了内容',
  rerouted: '转给所属社区',
  accepted: '已受理',
  declined: '未受理',
  merged: '并入另一条上报',
  absorbed: '并入了一条相同的上报',
  assigned: '已派单',
  working: '开始处理',
  handedBack: '退回，重新派单',
  resolved: '已处理',
  closed: '已办结',
  reopened: '没修好，重新处理',
  withdrawn: '已撤回',
  asked: '工作人员提问',
  answered: '已回答',
  supported: '有人也看到了',
}

/** The part somebody played in a report's history. */
export const partNames: Record<Step['by'], string> = {
  reporter: '上报人',
  neighbour: '路过的人',
  staff: '工作人员',
  unit: '处置单位',
  system: '系统',
}

export const companyNames: Record<(typeof companies)[number], string> = {
  meituan: '美团',
  eleme: '饿了么',
  jd: '京东',
  sf: '顺丰',
  ztoEtc: '通达系快递',
  didi: '滴滴',
  other: '其他',
}

export const workNames: Record<(typeof works)[number], string> = {
  delivery: '外卖骑手',
  courier: '快递员',
  driver: '网约车司机',
  other: '其他',
}

export const transferNames: Record<TransferReason, string> = { 'reports.accepted': '上报被受理' }
export const capNames: Record<DailyCap, string> = { 'reports.lead': '随手拍', 'reports.patrol': '商圈巡查' }

const stateName = (state: string): string => state in stateNames ? stateNames[state as ReportState] : state
const capName = (cap: string): string => cap in capNames ? capNames[cap as DailyCap] : '这一项'

type RefusalSentences = { [Code in RefusalCode]: (refusal: Extract<Refusal, { code: Code }>) => string }
const refusalSentences: RefusalSentences = {
  'command.idReused': () => '这一条和之前的编号冲突，请重新提交。',
  'command.notForYourRole': () => '你的身份不能做这件事。',
  'command.notYourArea': () => '这件事不在你负责的片区。',
  'identity.consentMissing': () => '请先阅读并同意最新的隐私说明。',
  'identity.areaUnknown': () => '没有找到这个社区，请重新选择。',
  'reports.unknown': () => '没有找到这条上报，可能已经删除。',
  'reports.idTaken': () => '这条上报已经提交过了。',
  'reports.placeMissing': () => '缺少地点，请选一个位置或社区。',
  'reports.moveNotAllowed': ({ from, to }) => `现在是“${stateName(from)}”，不能改为“${stateName(to)}”。`,
  'reports.tooLateToChange': ({ state }) => `已经是“${stateName(state)}”，不能再改。`,
  'reports.ownReport': () => '自己的上报要由别人处理。',
  'reports.notYours': () => '这不是你的上报。',
  'reports.unitUnknown': () => '没有找到这个处置单位。',
  'reports.wordsMissing': () => '请写明原因。',
  'reports.mergeTarget': () => '不能并入这一条，请另选一条。',
  'reports.notAsked': () => '现在没有要回答的问题。',
  'reports.alreadyAsked': () => '上一个问题还没有回答。',
  'reports.ratingOver': () => '评价的时间已经过了（14 天）。',
  'points.capped': ({ cap, max }) => `${capName(cap)}今天的积分到上限了（${max} 分）。`,
  'notices.endpointRefused': () => '这个浏览器的推送服务用不了，消息仍会在这里显示。',
  'voices.unknown': () => '没有找到这条投诉建议。',
  'voices.idTaken': () => '这条投诉建议和别人的编号冲突，请重新提交。',
}

/** Why something was not taken, as one sentence. */
export function refusalWords(refusal: Refusal | { code: 'malformed', issues: string[] } | { code: PhotoRefusal }): string {
  if (refusal.code === 'malformed') return '内容填写有误，请修改后再提交。'
  if (refusal.code in photoRefusals) return photoRefusals[refusal.code as PhotoRefusal]
  const sentence = refusalSentences[refusal.code as RefusalCode] as ((refusal: unknown) => string) | undefined
  return sentence?.(refusal) ?? '没有通过，请更新小蜜蜂后再试。' // A newer server may say a "no" this phone has no word for.
}

type NoticeSentence = (facts: { report: string, words: string, points: number }) => string
const noticeSentences: Record<NoticeKind, NoticeSentence> = {
  'reports.accepted': ({ report }) => `${report}已受理`,
  'reports.declined': ({ report, words }) => `${report}未受理${words}`,
  'reports.assigned': ({ report, words }) => `${report}已派给处置单位${words}`,
  'reports.asked': ({ report, words }) => `${report}有个问题要问你${words}`,
  'reports.answered': ({ report, words }) => `${report}的问题有了回答${words}`,
  'reports.resolved': ({ report }) => `${report}已处理，看看修好了吗`,
  'reports.closed': ({ report }) => `${report}已办结`,
  'reports.reopened': ({ report, words }) => `${report}重新处理${words}`,
  'reports.merged': ({ report }) => `${report}已并入相同的一条`,
  'reports.handedBack': ({ report, words }) => `${report}被退回，要重新派单${words}`,
  'reports.urgent': ({ report }) => `紧急：${report}，请马上处理`,
  'reports.yourTurn': ({ report }) => `${report}派给了你们`,
  'points.awarded': ({ report, points }) => `${report}得 ${points} 积分`,
  'points.capped': ({ report }) => `${report}已受理；今天的积分已到上限`,
  'voices.replied': ({ words }) => `你的投诉建议有了回复${words}`,
}

/** What a notice says, in one line. */
export function noticeWords({ kind, number, words, points }: Pick<Notice, 'kind' | 'number' | 'words' | 'points'>): string {
  const report = number === null ? '你的上报' : `上报 #${number} `
  const sentence = noticeSentences[kind] as NoticeSentence | undefined
  return sentence?.({ report, words: words ? `：${words}` : '', points: points ?? 0 }) ?? '有一条新消息'
}
