import type { AnyValue, RulingKey, RulingValues } from '#shared/rulings/schemas.ts'
import { kindNames } from '#shared/reports/names.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { numberFields, useNames } from '#shared/rulings/names.ts'

/** One thing that a ruling says: of what, for which area (null: the city), and its value with its unit. */
export interface Line {
  readonly name: string
  readonly areaId: string | null
  readonly text: string
  readonly unit?: string
}
type Limit = RulingValues['limits']['hazard']
type UnitName = (unitId: string) => string

const limitText = (limit: Limit): string =>
  'hours' in limit ? `${limit.hours} 小时` : `${limit.workingDays} 个工作日`

/** A ruling in words, a line for each thing that it says. */
export function linesOf(key: RulingKey, value: AnyValue, unitName: UnitName): Line[] {
  const areaId = null
  const fields = numberFields[key]
  if (fields) {
    const numbers = value as Record<string, number>
    return fields.map(({ name, label, unit }) => ({ name: label, areaId, text: `${numbers[name]}`, unit }))
  }
  switch (key) {
    case 'limits': return reportKinds.map(kind =>
      ({ name: kindNames[kind], areaId, text: limitText((value as RulingValues['limits'])[kind]) }))
    case 'voices': return (value as RulingValues['voices']).map(({ areaId, supporters }) =>
      ({ name: '', areaId, text: `${supporters} 人` }))
    case 'routing': return (value as RulingValues['routing']).map(({ kind, areaId, unitId }) =>
      ({ name: kind ? kindNames[kind] : '全部类别', areaId, text: unitName(unitId) }))
    case 'exchange': return [{
      name: '',
      areaId,
      text: (value as RulingValues['exchange']).map(({ title }) => title).join('、'),
    }]
    default: return (value as RulingValues['templates']).map(({ use, name, text, kinds }) => ({
      name: `${useNames[use]}“${name}”`,
      areaId,
      text: [text, ...kinds.map(each => kindNames[each])].join(' · '),
    }))
  }
}

export const textOf = ({ text, unit }: Line): string => unit === undefined ? text : `${text} ${unit}`

/** What of two rulings differs, a line of words each; `areaName`: what an area is called. */
export function changesOf(
  before: readonly Line[],
  after: readonly Line[],
  areaName: (areaId: string) => string,
): { texts: string[], areaIds: string[] } {
  const keyOf = ({ name, areaId }: Line) => `${areaId} ${name}`
  const mapOf = (lines: readonly Line[]) => new Map(lines.map(line => [keyOf(line), line]))
  const [from, to] = [mapOf(before), mapOf(after)]
  const gone = [...from.values()].filter(line => !to.has(keyOf(line)))
  const made = [...to.values()].filter(line => from.get(keyOf(line))?.text !== line.text)
  const said = ({ areaId, name }: Line) =>
    [areaId === null ? '' : areaName(areaId), name].filter(Boolean).join('，')
  const colon = (said: string, text: string) => said === '' ? text : `${said}：${text}`
  const texts = [
    ...gone.map(line => `删除 ${colon(said(line), textOf(line))}`),
    ...made.map((line) => {
      const old = from.get(keyOf(line))
      return old
        ? colon(said(line), `${old.text} → ${textOf(line)}`)
        : `新增 ${colon(said(line), textOf(line))}`
    }),
  ]
  const areaIds = [...gone, ...made].flatMap(({ areaId }) => areaId === null ? [] : [areaId])
  return { texts, areaIds: [...new Set(areaIds)] }
}
