import type { EChartsCoreOption } from 'echarts/core'
import type { Chart, Series } from '../chart.ts'
import type { Colors } from './colors.ts'

type Draw = (colors: Colors) => EChartsCoreOption

const paletteOf = ({ green, blue, orange, link, red, hint }: Colors) => [green, blue, orange, link, red, hint]
const tooltipOf = ({ text, cell, line, size }: Colors) => ({
  backgroundColor: cell,
  borderColor: line,
  textStyle: { color: text, fontSize: size },
  confine: true,
})
/** Room for the legend, where there is one. */
const gridOf = (series: readonly Series[]) => ({
  left: 4,
  right: 12,
  top: series.length < 2 ? 12 : 36,
  bottom: 0,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
})
const legendOf = ({ text, size }: Colors, series: readonly Series[]) => series.length < 2
  ? { show: false }
  : { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: text, fontSize: size } }
const axisOf = ({ hint, line, size }: Colors) => ({
  axisLabel: { color: hint, fontSize: size, hideOverlap: true },
  axisLine: { lineStyle: { color: line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: line } },
})

/** Lines over months or days. */
const drawLines = (names: readonly string[], series: readonly Series[]): Draw => colors => ({
  color: paletteOf(colors),
  tooltip: { ...tooltipOf(colors), trigger: 'axis' },
  legend: legendOf(colors, series),
  grid: gridOf(series),
  xAxis: { type: 'category', data: names, boundaryGap: false, ...axisOf(colors) },
  yAxis: { type: 'value', minInterval: 1, ...axisOf(colors) },
  series: series.map(({ name, values }, at) => ({
    name,
    type: 'line',
    data: values,
    symbol: at === 0 ? 'circle' : 'diamond',
    symbolSize: 6,
    lineStyle: { type: at === 0 ? 'solid' : 'dashed' },
  })),
})

/** Standing bars, beside each other or on each other. */
const drawBars = (names: readonly string[], series: readonly Series[], stacked = false): Draw => colors => ({
  color: paletteOf(colors),
  tooltip: { ...tooltipOf(colors), trigger: 'axis', axisPointer: { type: 'shadow' } },
  legend: legendOf(colors, series),
  grid: gridOf(series),
  xAxis: { type: 'category', data: names, ...axisOf(colors) },
  yAxis: { type: 'value', minInterval: 1, ...axisOf(colors) },
  series: series.map(({ name, values }) => ({
    name,
    type: 'bar',
    data: values,
    barMaxWidth: 28,
    ...stacked ? { stack: 'all' } : {},
  })),
})

/** Lying bars, for names that are long; the first on top. */
const drawRows = (names: readonly string[], series: readonly Series[], stacked = false): Draw => (colors) => {
  const { xAxis, yAxis, ...rest } = drawBars(names, series, stacked)(colors) as Record<string, object>
  return { ...rest, xAxis: yAxis, yAxis: { ...xAxis, inverse: true } }
}

const monthNames = Array.from({ length: 12 }, (_, nth) => `${nth + 1}`)
const YEAR_PX = 118
const yearsOf = (days: readonly { readonly day: string }[]) =>
  [...new Set(days.map(({ day }) => day.slice(0, 4)))]

/** Each day a square, a row of weeks for each year. */
const drawCalendar = (days: readonly { readonly day: string, readonly n: number }[]): Draw => (colors) => {
  const { hint, line, cell, chosen, green, text, size } = colors
  const years = yearsOf(days)
  return {
    tooltip: {
      ...tooltipOf(colors),
      formatter: ({ value: [day, n] }: { value: [string, number] }) => `${day}：${n} 件`,
    },
    visualMap: {
      min: 0,
      max: Math.max(1, ...days.map(({ n }) => n)),
      calculable: false,
      orient: 'horizontal',
      left: 0,
      top: 0,
      itemWidth: 10,
      itemHeight: 80,
      text: ['多', '少'],
      textStyle: { color: hint, fontSize: size },
      inRange: { color: [chosen, green] },
    },
    calendar: years.map((year, at) => ({
      range: year,
      top: 56 + at * YEAR_PX,
      left: 44,
      right: 4,
      cellSize: ['auto', 12],
      splitLine: { lineStyle: { color: hint, width: 1 } },
      itemStyle: { color: cell, borderColor: line, borderWidth: 1 },
      yearLabel: { color: text, fontSize: size, margin: 26, position: 'left' },
      dayLabel: { color: hint, fontSize: size - 2, firstDay: 1, nameMap: ['', '一', '', '三', '', '五', ''] },
      monthLabel: { color: hint, fontSize: size - 1, nameMap: monthNames },
    })),
    series: years.map((year, at) => ({
      type: 'heatmap',
      coordinateSystem: 'calendar',
      calendarIndex: at,
      data: days.filter(({ day }) => day.startsWith(year)).map(({ day, n }) => [day, n]),
    })),
  }
}

/** How ECharts draws it, in these colours. */
export function drawn(chart: Chart, colors: Colors): EChartsCoreOption {
  switch (chart.kind) {
    case 'lines': return drawLines(chart.names, chart.series)(colors)
    case 'bars': return drawBars(chart.names, chart.series)(colors)
    case 'rows': return drawRows(chart.names, chart.series)(colors)
    case 'stackedRows': return drawRows(chart.names, chart.series, true)(colors)
    case 'calendar': return drawCalendar(chart.days)(colors)
  }
}

const ROW_PX = 34
/** How high it is (px): long lists and many years are higher. */
export function heightOf(chart: Chart): number {
  if (chart.kind === 'calendar') return yearsOf(chart.days).length * YEAR_PX + 44
  if (chart.kind !== 'rows' && chart.kind !== 'stackedRows') return 260
  return chart.names.length * ROW_PX + (chart.series.length < 2 ? 44 : 70)
}
