import type { ReportKind, ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { Step } from '#shared/reports/schemas.ts'
import { deskStateNames, kindNames, stateNames } from '#shared/reports/names.ts'
import { isOpen } from '#shared/reports/rules.ts'
import { communityOf } from './areas.ts'
import { day } from './time.ts'

export { deskStateNames, kindNames, stateNames }

/** What a report's title is made of; a draft knows no area's name. */
export interface Titled {
  readonly text: string
  readonly kind: ReportKind
  readonly spot?: string | undefined
  readonly areaName?: string
}
/** Where a report is, in a few words: as its reporter says it, else a station near, else its community. */
export const whereOf = ({ spot, areaName }: Titled, near?: string): string =>
  spot || (near && `${near}附近`) || (areaName ? communityOf(areaName) : '')

/** What a report is called in lists: its words, else its kind and where it is. */
export const titleOf = (report: Titled, near?: string): string =>
  report.text || [kindNames[report.kind], whereOf(report, near)].filter(Boolean).join(' · ')

/** What belongs to a kind, in the words a rider would use. */
export const kindHints: Record<ReportKind, string> = {
  environment: '垃圾、油污、积水、异味',
  hazard: '井盖、电线、坑洞、围挡',
  security: '可疑的人、车、骗局；只有处理的人看得到',
  warning: '有隐患苗头，比如异响、冒烟、积水变深',
  emergency: '正在发生的险情，请先打 110 / 119 / 120',
  patrol: '商圈街面的巡查记录',
  other: '不确定选哪个？选“其他”，工作人员会归类',
}

interface Standing { readonly state: ReportState, readonly plannedOn?: string | undefined }
/** Where a report stands; the day instead, where one was named: 已排期 12月3日 周四. */
export const standingOf = ({ state, plannedOn }: Standing, names = stateNames): string =>
  plannedOn !== undefined && isOpen(state) ? `已排期 ${day(plannedOn)}` : names[state]

export const stepNames: Record<ReportStep, string> = {
  filed: '已上报',
  amended: '修改了内容',
  rerouted: '转给所属社区',
  accepted: '已受理',
  declined: '未受理',
  unable: '无法处理',
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
  supported: '有人也遇到了',
  urged: '催办',
  objected: '提出异议，请重新审核',
  pairHidden: '撤下公开的前后对比',
  pairShown: '恢复公开前后对比',
  noted: '内部备注',
  photoCovered: '遮挡了照片',
  photoHidden: '隐藏了照片',
  photoShown: '恢复了照片',
  corrected: '更正了信息',
  unmerged: '撤销并案，单独办理',
  parted: '拆出了一条上报',
  unanswered: '问题没有回答，转回工作台',
  raised: '已报市级督办',
  planned: '已排期',
  planDue: '到了排期的日子',
  takenOn: '社区接手办理',
  handedOver: '换人经办',
  clerkLeft: '经办人离岗，另行安排',
}

/** The part somebody played in a report's history. */
export const partNames: Record<Step['by'], string> = {
  reporter: '上报人',
  neighbour: '路过的人',
  staff: '工作人员',
  unit: '处置单位',
  system: '系统',
}
