import type { FormSpec, Unfinished } from '#client/app/forms/check-input.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { AnyValue, RulingKey, RulingValues } from '#shared/rulings/schemas.ts'
import { kindNames } from '#client/app/words/index.ts'
import { EXCHANGE_TITLE_MAX } from '#shared/reports/exchange-schemas.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { numberFields } from '#shared/rulings/names.ts'
import { equalRoutes } from '#shared/rulings/rules.ts'
import { SUPPORTERS_MAX, TEMPLATE_NAME_MAX } from '#shared/rulings/schemas.ts'
import { unknownPlaceholder } from '#shared/rulings/templates.ts'

/** A line of the history; the built-in ruling has no maker. */
export interface AnyRuling {
  readonly rank: number
  readonly value: AnyValue
  readonly from: number | null
  readonly by: string | null
  readonly reason: string | null
}
export interface RulingFields { value: AnyValue, reason: string, seen: number }

/** What to do about each field of a value, in the form's order. */
function valueSentences(key: RulingKey): Record<`value.${string}`, string> {
  const numbers = numberFields[key] ?? reportKinds.map(kind => ({ name: kind, label: kindNames[kind] }))
  const texts: [string, string][] =
    key === 'templates'
      ? [['name', `每条模板都要有名称，${TEMPLATE_NAME_MAX} 个字以内`], ['text', '每条模板都要有内容']]
      : key === 'routing'
        ? [['areaId', '每条规则都要选好区域'], ['unitId', '每条规则都要选好处置单位']]
        : key === 'voices'
          ? [['areaId', '每条都要选好区域'], ['supporters', `人数请填 2 到 ${SUPPORTERS_MAX} 的整数`]]
          : key === 'exchange'
            ? [['title', `每一列都要有标题，${EXCHANGE_TITLE_MAX} 个字以内`]]
            : numbers.map(({ name, label }) => [name, `“${label}”请填整数，不要太大或太小`])
  return Object.fromEntries(texts.map(([name, text]) => [`value.${name}`, text]))
}

/** A ruling from the form of its key. */
export const rulingForm = (key: RulingKey): FormSpec<'rulings.set', RulingFields> => ({
  command: 'rulings.set',
  // A form holds the value of its own key alone, which the command's schema checks.
  toInput: ({ value, reason, seen }) =>
    ({ key, value, reason, seen }) as Unfinished<CommandInput<'rulings.set'>>,
  sentences: { ...valueSentences(key), reason: '请写明修改原因' },
  check: ({ value }) => {
    if (key === 'templates') {
      const unknown = (value as RulingValues['templates'])
        .map(({ text }) => unknownPlaceholder(text))
        .find(placeholder => placeholder !== undefined)
      return unknown && `模板里不能用 ${unknown}，可用的只有 {number}、{place}、{unit}`
    }
    if (key === 'routing' && equalRoutes(value as RulingValues['routing']))
      return '同一区域、同一类别有两条规则，请删掉一条'
    if (key === 'voices') {
      const areas = (value as RulingValues['voices']).map(({ areaId }) => areaId)
      if (new Set(areas).size < areas.length) return '同一区域有两条，请删掉一条'
    }
    if (key === 'exchange') {
      const titles = (value as RulingValues['exchange']).map(({ title }) => title.trim())
      if (titles.length === 0) return '至少留一列'
      if (new Set(titles).size < titles.length) return '有两列标题一样，请改一个'
    }
    return undefined
  },
})
