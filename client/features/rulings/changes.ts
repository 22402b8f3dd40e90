import type { RulingKey, RulingValues } from '#shared/rulings/schemas.ts'
import type { AnyValue } from './rulings.ts'
import { kindNames } from '#client/app/words/index.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { numberFields, useNames } from './rulings.ts'

/** What areas and units are called. */
export interface Names {
  readonly areaOf: (areaId: string) => string
  readonly unitOf: (unitId: string) => string
}
type Limit = RulingValues['limits']['hazard']

export const limitText = (limit: Limit): string =>
  'hours' in limit ? `${limit.hours} 小时` : `${limit.workingDays} 个工作日`

/** The differences between a ruling and the one before, a line each. */
export function changesOf(key: RulingKey, before: AnyValue, after: AnyValue, names: Names): string[] {
  const fields = numberFields[key]
  if (fields) {
    const [from, to] = [before, after] as Record<string, number>[]
    return fields
      .filter(({ name }) => from![name] !== to![name])
      .map(({ name, label, unit }) => `${label}：${from![name]} → ${to![name]} ${unit}`)
  }
  if (key === 'limits') {
    const [from, to] = [before, after] as RulingValues['limits'][]
    return reportKinds
      .filter(kind => limitText(from![kind]) !== limitText(to![kind]))
      .map(kind => `${kindNames[kind]}：${limitText(from![kind])} → ${limitText(to![kind])}`)
  }
  if (key === 'voices') {
    return rowChanges(before as RulingValues['voices'], after as RulingValues['voices'], {
      nameOf: ({ areaId }) => names.areaOf(areaId),
      textOf: ({ supporters }) => `${supporters} 人`,
    })
  }
  if (key === 'exchange') {
    const titlesOf = (value: AnyValue) =>
      (value as RulingValues['exchange']).map(({ title }) => title).join('、')
    const [from, to] = [titlesOf(before), titlesOf(after)]
    return from === to ? [] : [`${from} → ${to}`]
  }
  return key === 'templates'
    ? rowChanges(before as RulingValues['templates'], after as RulingValues['templates'], {
        nameOf: ({ use, name }) => `${useNames[use]}“${name}”`,
        textOf: ({ kinds, text }) => [text, ...kinds.map(each => kindNames[each])].join(' · '),
      })
    : rowChanges(before as RulingValues['routing'], after as RulingValues['routing'], {
        nameOf: ({ kind, areaId }) => `${names.areaOf(areaId)}，${kind ? kindNames[kind] : '全部类别'}`,
        textOf: ({ unitId }) => names.unitOf(unitId),
      })
}

interface Said<Row> {
  readonly nameOf: (row: Row) => string
  readonly textOf: (row: Row) => string
}

/** The rows that were added, removed or changed; rows of the same name are the same row. */
function rowChanges<Row>(
  before: readonly Row[],
  after: readonly Row[],
  { nameOf, textOf }: Said<Row>,
): string[] {
  const textsOf = (rows: readonly Row[]) => new Map(rows.map(row => [nameOf(row), textOf(row)]))
  const [from, to] = [textsOf(before), textsOf(after)]
  return [
    ...[...from].filter(([name]) => !to.has(name)).map(([name, text]) => `删除 ${name}：${text}`),
    ...[...to].filter(([name, text]) => from.get(name) !== text).map(([name, text]) =>
      from.has(name) ? `${name}：${from.get(name)} → ${text}` : `新增 ${name}：${text}`),
  ]
}
