import type { ColumnDef } from '@tanstack/vue-table'
import type { LocationQuery } from 'vue-router'
import type { TableColumn } from './columns.ts'
import { createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/vue-table'

/** The parts of the table library that we use: columns, rows, and sorting for lists that are here whole. */
export const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type Features = typeof features

const words = new Intl.Collator('zh-CN', { numeric: true })
const compare = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b))

export const columnDefs = <Row extends { id: string }>(
  columns: readonly TableColumn<Row>[],
): ColumnDef<Features, Row>[] => columns.map(({ id, title, text }) => ({
  id,
  header: title,
  accessorFn: text,
  sortFn: (a, b, columnId) => compare(a.getValue(columnId), b.getValue(columnId)),
}))

export interface Sorted { readonly id: string, readonly desc: boolean }

/** The order that an address names: `sort=price` or `sort=-price`. */
export function sortedIn({ sort }: LocationQuery, columns: readonly { readonly id: string }[]): Sorted[] {
  if (typeof sort !== 'string') return []
  const desc = sort.startsWith('-')
  const id = desc ? sort.slice(1) : sort
  return columns.some(column => column.id === id) ? [{ id, desc }] : []
}

/** What a tap on a column's title makes of the address: upwards, downwards, then the list's own order. */
export function nextSort([sorted]: readonly Sorted[], id: string): string | undefined {
  if (sorted?.id !== id) return id
  return sorted.desc ? undefined : `-${id}`
}
