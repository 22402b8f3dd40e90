import type { Answer, QueryInput } from '#shared/queries.ts'
import type { LocationQuery } from 'vue-router'
import { conditionsIn } from '#client/console/figures/rows.ts'
import {
  areaRows,
  dayRows,
  hourRows,
  keptRows,
  kindRows,
  monthRows,
  peopleTable,
  rowsBehind,
  stateRows,
  weekRows,
} from '#client/console/figures/tables.ts'
import { headlines, others } from '#client/console/figures/words.ts'
import { addKept } from '#shared/promises/rules.ts'

type Figures = Answer<'figures.city'>
type RowsInput = QueryInput<'figures.rows'>
type Asked = Pick<RowsInput, 'areaId' | 'from' | 'to'>
/** A figure as the page shows it, and what its link asks for. */
export interface Linked { readonly text: number | string, readonly input: RowsInput }

/** Every figure of the city's view, by the links that the page gives them. */
export function linksOf(view: Figures, asked: Asked): Linked[] {
  const behind = rowsBehind(asked)
  const tables = [
    keptRows(view, behind),
    kindRows(view, behind),
    stateRows(view, behind),
    areaRows(view, asked, () => '/'),
    monthRows(view, asked.areaId),
    weekRows(view, behind),
    dayRows(view, asked.areaId),
    hourRows(view, behind),
    peopleTable(view, behind).rows,
  ]
  const all = tables.flat().flatMap(row => row.cells)
  const cells = all.flatMap(cell => typeof cell === 'object' ? [cell] : [])
  const told = [...headlines(view), ...others(view)]
  const tiles = told.map(({ value, of }) => ({ text: value, to: behind({ of }) }))
  return [...tiles, ...cells].flatMap(({ text, to }) => {
    if (typeof to !== 'object' || !('query' in to) || !('path' in to)) return []
    const query = to.query as LocationQuery
    const [areaId, from, until] = [query.area, query.from, query.to] as string[]
    return [{ text, input: { areaId: areaId!, from: from!, to: until!, ...conditionsIn(query) } }]
  })
}

/** How many the figure counts: what is shown; of a rate, a time or a mean that which it was made of. */
export function countOf({ text, input }: Linked, view: Figures): number {
  if (typeof text === 'number') return text
  if (/^[\d,]+$/.test(text)) return Number(text.replaceAll(',', ''))
  const area = view.areas.find(({ areaId }) => areaId === input.areaId)
  const kind = view.reports.kinds.find(each => each.kind === input.kind)
  const all = { ...view.reports, kept: addKept(view.reports.kept, view.voices) }
  const voices = input.kind === 'voices' ? { kept: view.voices } : undefined
  switch (input.of) {
    case 'onTime': return (area ?? kind ?? voices ?? all).kept.onTime
    case 'reopened': return (area ?? all).reopened.n
    case 'rated': return (area ?? all).rated.n
    case 'cameBack': return all.cameBack.n
    case 'answered': return (kind ?? all).answered.n
    case 'ended': return (kind ?? all).settled.n
    default: throw new Error(`${text} of ${input.of ?? 'filed'} is told by no number`)
  }
}
