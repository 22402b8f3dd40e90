import type { Counted, Row } from '#shared/figures/schemas.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { QueryInput } from '#shared/queries.ts'
import { startOfDay } from '#shared/kernel/day.ts'

export type Asked = QueryInput<'figures.rows'> & { readonly of: Counted }
/** A row before its area is named. */
type Unnamed<Each> =
  Each extends unknown ? Omit<Each, 'areaName'> & { readonly areaId: string | null } : never
export type Found = Unnamed<Row>
/** Rows of one table: how many a figure counts of them, and a page of them. */
export interface Source {
  readonly total: () => Promise<number>
  readonly page: (range: PageRange) => Promise<{ rows: readonly Found[], hasMore: boolean }>
}

/** A source whose rows come all at once; a row with a number `n` counts that many. */
export function whole(reading: Promise<readonly Found[]>): Source {
  return {
    total: async () => (await reading).reduce((sum, row) => sum + ('n' in row ? row.n : 1), 0),
    page: async () => ({ rows: await reading, hasMore: false }),
  }
}

export const dayRow = (day: string, n: number): Found =>
  ({ what: 'day', id: day, rank: startOfDay(day), areaId: null, day, n })
