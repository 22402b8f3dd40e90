import type { ReportKind } from '#shared/reports/rules.ts'
import type { SampleName, SampleUnit } from './people.ts'
import type { SceneName } from './scenes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'

/** How far a sample report gets. Each ending is reached by the real commands, in their order. */
export type Ending =
  | 'filed'
  | 'asked'
  | 'declined'
  | 'unable'
  | 'withdrawn'
  | 'accepted'
  | 'assigned'
  | 'working'
  | 'handedBack'
  | 'resolved'
  | 'closed'
  | 'reopened'
  | 'merged'

export interface SampleReport {
  readonly kind: ReportKind
  readonly scene: SceneName | 'photograph'
  readonly text: string
  readonly spot?: string
  readonly after: string
  readonly unit: SampleUnit
}

export const sampleTemplates: readonly SampleReport[] = [
  {
    kind: 'hazard',
    scene: 'pothole',
    text: '非机动车道有个大坑，晚上看不清，电动车容易摔。',
    spot: '中百超市门口',
    after: '已填平压实，路面恢复。',
    unit: 'roads',
  },
  {
    kind: 'hazard',
    scene: 'manhole',
    text: '井盖移位，边上没有围挡。',
    spot: '公交站牌后面',
    after: '井盖已复位并加固。',
    unit: 'roads',
  },
  {
    kind: 'hazard',
    scene: 'cable',
    text: '通信线垂到人行道上，一抬头就碰到。',
    spot: '3 栋北侧人行道',
    after: '线缆已重新挂高固定。',
    unit: 'power',
  },
  {
    kind: 'environment',
    scene: 'litter',
    text: '垃圾堆在路口，气味很大。',
    spot: '菜场西门',
    after: '已清运，并增设一个垃圾桶。',
    unit: 'cityCare',
  },
  {
    kind: 'environment',
    scene: 'bikes',
    text: '共享单车堵住了盲道。',
    after: '车辆已归位，盲道恢复通行。',
    unit: 'cityCare',
  },
  {
    kind: 'other',
    scene: 'lamp',
    text: '巷子里的路灯三盏都不亮。',
    spot: '药店旁边的巷子',
    after: '灯具已更换，三盏全亮。',
    unit: 'power',
  },
  {
    kind: 'warning',
    scene: 'leak',
    text: '路边水管突然冒水，水已经漫到车道。',
    spot: '小学后门',
    after: '水管已修复，积水排净。',
    unit: 'roads',
  },
  {
    kind: 'hazard',
    scene: 'exit',
    text: '小区安全出口被杂物堵死。',
    spot: '2 栋 1 单元楼梯口',
    after: '杂物已清走，出口畅通。',
    unit: 'cityCare',
  },
  {
    kind: 'patrol',
    scene: 'patrol',
    text: '巡查商圈：店外堆物占道，已提醒店家。',
    after: '店家已自行收回。',
    unit: 'cityCare',
  },
  {
    kind: 'security',
    scene: 'exit',
    text: '夜里有人反复拉车门，已拍下位置。',
    after: '已核查并加强夜间巡逻。',
    unit: 'police',
  },
  {
    kind: 'emergency',
    scene: 'tree',
    text: '大树倒在车道上，已打 119。',
    after: '树木已移除，道路恢复通行。',
    unit: 'roads',
  },
  {
    kind: 'environment',
    scene: 'photograph',
    text: '集市收摊后留下整箱水产，没人收。',
    spot: '集市东头',
    after: '已清走并冲洗地面。',
    unit: 'cityCare',
  },
]

const endings: readonly Ending[] = [
  'filed',
  'closed',
  'resolved',
  'working',
  'assigned',
  'accepted',
  'closed',
  'asked',
  'filed',
  'declined',
  'closed',
  'reopened',
  'handedBack',
  'closed',
  'withdrawn',
  'closed',
]
const reporters: readonly SampleName[] = ['rider', 'riderChen', 'riderLuo', 'rider', 'resident', 'riderDeng']
export const REPORTS = 60
/** The sample report that repeats the one before it, into which staff merge it. */
const SEEN_TWICE = 52
/** The sample report of a cable that does not belong to the city. */
const OTHERS_CABLE = 14
const apart: Readonly<Record<number, Ending>> = { [SEEN_TWICE]: 'merged', [OTHERS_CABLE]: 'unable' }

/** The sample city's reports, oldest first: what, by whom, how old (ms) and how it went. */
export const sampleReports = Array.from({ length: REPORTS }, (_, i) => {
  const age = REPORTS - i
  const thing = i === SEEN_TWICE ? i - 1 : i
  return {
    ...sampleTemplates[thing % sampleTemplates.length]!,
    name: `report ${i}`,
    sameAs: `report ${thing}`,
    seed: i,
    placeSeed: thing,
    by: reporters[i % reporters.length]!,
    // The newest are hours old and the oldest five weeks, so that some are overdue and some can still be
    // rated.
    ageMs: i > REPORTS - 12 ? age * 3_300_000 : (age - 10) * 0.7 * DAY_MS,
    ending: apart[i] ?? endings[(i * 7 + 3) % endings.length]!,
  }
})
