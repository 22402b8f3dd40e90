import type { QueryInput, QueryName } from '#shared/queries.ts'

/** The lists that can be had as a file, each with the query that answers its rows. */
export const exportedLists = {
  reports: 'console.queue',
  ledger: 'points.ledger',
  acts: 'people.acts',
  people: 'people.find',
  goods: 'mall.book',
  stations: 'stations.book',
  activities: 'activities.desk',
  voices: 'voices.desk',
  polls: 'polls.desk',
  rulings: 'rulings.book',
  rulingHistory: 'rulings.history',
  announcements: 'announcements.desk',
  exchange: 'exchange.reports',
} as const satisfies Record<string, QueryName>
export type ExportedList = keyof typeof exportedLists
/** The filter of a list, as its query takes it. */
export type ExportFilter<List extends ExportedList> = Omit<
  QueryInput<(typeof exportedLists)[List]>,
  'before' | 'until' | 'asOf'
>

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]
/** The act that the audit records for an export. */
export const EXPORT_ACT = 'console.export'
