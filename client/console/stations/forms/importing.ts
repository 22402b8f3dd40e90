import type { CommandResult } from '#shared/commands.ts'
import type { ChangeableColumn, ImportedStations, StationLine } from '#shared/stations/desk-schemas.ts'
import type { Outcome } from '../../import/use-import.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { STATION_ROWS_MAX } from '#shared/stations/desk-schemas.ts'
import { stationTitles } from '#shared/stations/names.ts'
import { useImport } from '../../import/use-import.ts'

/**
 * The columns of a station table, each no longer than `StationLine` takes; our own headings and other usual
 * ones.
 */
const stationColumns = {
  number: { heading: /^(?:驿站)?编号$|^序号$/, most: 20 },
  name: { heading: /^(?:驿站)?(?:名称|名字)$/, most: 80 },
  kind: { heading: /^(?:驿站)?类型$/, most: 20 },
  area: { heading: /^(?:所在)?(?:片区|社区|街道|区域)/, most: 80 },
  address: { heading: /地址/, most: 200 },
  latitude: { heading: /纬度/, most: 30 },
  longitude: { heading: /经度/, most: 30 },
  isSelfService: { heading: /自助/, most: 20 },
  groups: { heading: /扫码/, most: 60 },
  facilities: { heading: /设施/, most: 200 },
  hours: { heading: /(?:开放|营业|值守)时间/, most: 300 },
  phone: { heading: /电话/, most: 40 },
  version: { heading: /^版本$/, most: 20 },
} as const satisfies Record<keyof StationLine, unknown>

const { version: _, ...titles } = stationTitles
export const stationTemplate = {
  name: '驿站模板.csv',
  rows: [
    Object.values(titles),
    [
      '1001',
      '民意街小蜜蜂驿站',
      '社区驿站',
      '江汉区民意街街道',
      '民意街 1 号',
      '30.5795',
      '114.2745',
      '是',
      '骑手小哥、居民、驿站管理员、工作人员',
      '充电、饮水、休息',
      '周一至周五 09:00–18:00；周六至周日 10:00–16:00',
      '13800000001',
    ],
  ],
}

/** What columns are called where they change. */
const columnNames: Record<ChangeableColumn, string> = {
  ...titles,
  place: '位置',
}

/** What a table of stations did, or would do: `taken` new and changed ones. */
export interface StationsOutcome extends Outcome {
  readonly made: number
  readonly changed: readonly { readonly line: number, readonly name: string, readonly columns: string }[]
  readonly same: number
  readonly asOf: number
}
type Row = StationLine & { readonly line: number }

function outcomeOf(
  rows: readonly Row[],
  { made, changed, same, refused, asOf }: ImportedStations,
): StationsOutcome {
  const written = (line: number) => {
    const { line: at, name, number } = rows[line - 1]!
    return { line: at, name: name || number }
  }
  return {
    taken: made.length + changed.length,
    made: made.length,
    changed: changed.map(({ line, columns }) =>
      ({ ...written(line), columns: columns.map(column => columnNames[column]).join('、') })),
    same,
    asOf,
    bad: refused.map(({ line, code }) => ({ ...written(line), code })),
  }
}

/** Cells that every line has. */
const empty = { number: '', name: '', kind: '', area: '', address: '', latitude: '', longitude: '' }

/** A table of stations, by their numbers. */
export function useImportStations() {
  const { problem, isBusy, result, send } = useCommand()
  const job = useImport({
    saveAs: 'import-stations',
    columns: stationColumns,
    rowOf: row => ({ ...empty, ...row }),
    missing: (rows: readonly Row[]) => {
      if (rows.length === 0) return '请粘贴表格，或选一个 CSV 文件'
      return rows.length > STATION_ROWS_MAX
        ? `这张表有 ${rows.length} 行，一次最多 ${STATION_ROWS_MAX} 行，请分成几张`
        : ''
    },
    problem,
    async send(rows, dryRun) {
      const lines = rows.map(({ line: _line, ...row }) => row)
      const seen = job.tried.value?.asOf
      if (!await send('stations.import', { rows: lines, dryRun, ...seen !== undefined && { seen } }))
        return undefined
      return outcomeOf(rows, result.value as CommandResult<'stations.import'>)
    },
  })
  return { job, isBusy }
}
