import type { RefusalSentences } from '#client/app/feature.ts'
import type { RulingsRefusal } from '#shared/rulings/refusals.ts'

export const refusals: RefusalSentences<RulingsRefusal> = {
  'rulings.unchanged': () => '和现在的一样，没有改动。',
  'rulings.placeholderUnknown': ({ placeholder }) =>
    `模板里不能用 ${placeholder}，可用的只有 {number}、{place}、{unit}。`,
  'rulings.routeTwice': ({ areaName }) => `${areaName}同一类别有两条规则，请删掉一条。`,
  'rulings.routeAstray': ({ unitName, areaName }) => `${unitName}不负责${areaName}，请换一个单位。`,
  'rulings.unitUnknown': () => '没有找到这个处置单位，请重新选择。',
  'rulings.areaUnknown': () => '没有找到这个区域，请重新选择。',
  'rulings.raisedTooEarly': () => '上报市级不能早于提醒社区和单位。',
}
