import type { Column } from '#server/core/sheets/index.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { ExchangedReport, ExchangeField } from '#shared/reports/exchange-schemas.ts'
import { timeOf } from '#shared/kernel/day.ts'
import { coordinatesOf } from '#shared/kernel/geo.ts'
import { deskStateNames, kindNames } from '#shared/reports/names.ts'

const wide: readonly ExchangeField[] = ['text', 'areaName', 'words', 'spot']
const exchanged: Readonly<Record<ExchangeField, Column<ExchangedReport>['cell']>> = {
  number: ({ number }) => number,
  kind: ({ kind }) => kindNames[kind],
  text: ({ text }) => text,
  spot: ({ spot }) => spot,
  place: ({ place }) => place && coordinatesOf(place),
  areaName: ({ areaName }) => areaName,
  unitName: ({ unitName }) => unitName,
  state: ({ state }) => deskStateNames[state],
  filedAt: ({ filedAt }) => timeOf(filedAt),
  dueAt: ({ dueAt }) => timeOf(dueAt),
  photos: ({ photos }) => photos,
  answer: () => '', // These three are for whoever answers.
  words: () => '',
  date: () => '',
}

/** The columns that other systems want, as an admin has ruled them. */
export const exchangeColumns = ({ rulings }: QueryContext): readonly Column<ExchangedReport>[] =>
  rulings.inForce('exchange').map(({ field, title }) =>
    ({ title, width: wide.includes(field) ? 40 : 16, cell: exchanged[field] }))
