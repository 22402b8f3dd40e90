import type { Ref } from 'vue'
import { onScopeDispose, ref } from 'vue'

/** The page's tokens as a chart needs them: an SVG of ECharts knows no CSS variables. */
export interface Colors {
  readonly text: string
  readonly hint: string
  readonly line: string
  readonly cell: string
  readonly green: string
  readonly blue: string
  readonly orange: string
  readonly link: string
  readonly red: string
  readonly chosen: string
  readonly size: number
}

function colorsNow(): Colors {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: of('text'),
    hint: of('text-2'),
    line: of('line'),
    cell: of('cell'),
    green: of('green-shape'),
    blue: of('blue'),
    orange: of('orange'),
    link: of('link'),
    red: of('red'),
    chosen: of('chosen'),
    size: Math.min(16, Number.parseInt(of('size-small'), 10) || 12),
  }
}

/** The colours of the theme that holds, again when another is chosen, and light ones for paper. */
export function useColors(): Readonly<Ref<Colors>> {
  const colors = ref(colorsNow())
  const refresh = () => colors.value = colorsNow()
  const paper = matchMedia('print')
  const watcher = new MutationObserver(() => refresh())
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-care'] })
  paper.addEventListener('change', refresh)
  onScopeDispose(() => {
    watcher.disconnect()
    paper.removeEventListener('change', refresh)
  })
  return colors
}
