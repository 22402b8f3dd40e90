import type { Route, RulingValues } from './schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { builtInCaps, builtInHours, builtInPoints } from '#shared/points/rules.ts'
import { exchangeFields, exchangeTitles } from '#shared/reports/exchange-schemas.ts'
import { builtInLimits } from '#shared/reports/limits.ts'

/** The rulings in force until an admin rules otherwise. */
export const builtIn: RulingValues = {
  limits: builtInLimits,
  points: builtInPoints,
  caps: builtInCaps,
  templates: [
    { use: 'asked', kinds: [], name: '问位置', text: '请问具体在哪一侧？附近有什么店铺或路牌？' },
    { use: 'asked', kinds: [], name: '补照片', text: '照片看不清。方便的话，请再走近拍一张发给我们。' },
    {
      use: 'declined',
      kinds: [],
      name: '现场没有',
      text: '工作人员到{place}看过，没有发现上报的情况。如果还在，请再拍一张上报。',
    },
    { use: 'declined', kinds: [], name: '看不清', text: '照片和说明看不出是什么问题，请补充后再报。' },
    { use: 'assigned', kinds: [], name: '请处置', text: '请到{place}处置，办好后拍照提交。上报编号 {number}。' },
    {
      use: 'assigned',
      kinds: ['emergency', 'warning'],
      name: '紧急',
      text: '紧急：请马上到{place}处置，先设警示，再报情况。上报编号 {number}。',
    },
    { use: 'planned', kinds: [], name: '列入计划', text: '需要备料施工，已列入计划，到时由{unit}处理。' },
    { use: 'unable', kinds: [], name: '不归本区', text: '{place}不归街道和社区管理，已向责任单位反映。' },
    { use: 'resolved', kinds: [], name: '已修好', text: '{unit}已到{place}处理完毕，谢谢你的上报。' },
  ],
  routing: [],
  thresholds: { questionDays: 5, overduePercent: 100, raisedPercent: 150, handBacks: 3 },
  volunteering: builtInHours,
  voices: [],
  exchange: exchangeFields.map(field => ({ field, title: exchangeTitles[field] })),
  retention: { declinedDays: 365, settledDays: 1095, sealedPhotoDays: 180 },
}

type Routed = Pick<Route, 'kind' | 'areaId'>

/** Two rules of which neither is more specific; undefined without such a pair. */
export function equalRoutes<Rule extends Routed>(routes: readonly Rule[]): readonly [Rule, Rule] | undefined {
  const known = new Map<string, Rule>()
  for (const route of routes) {
    const key = `${route.kind ?? ''} ${route.areaId}`
    const other = known.get(key)
    if (other) return [other, route]
    known.set(key, route)
  }
  return undefined
}

/**
 * The routing rule for a report: of those that fit, the one for the smallest area, and within an area the one
 * that names the kind.
 */
export function routeFor(
  routes: readonly Route[],
  report: { readonly kind: string, readonly areaId: string },
): Route | undefined {
  const rankOf = ({ kind, areaId }: Routed) => areaId.length * 2 + (kind === null ? 0 : 1)
  return routes
    .filter(({ kind, areaId }) => (kind === null || kind === report.kind) && isWithin(report.areaId, areaId))
    .sort((a, b) => rankOf(b) - rankOf(a))[0]
}
