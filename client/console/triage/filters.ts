import type { QueueCause } from '#shared/console/schemas.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { deskViews } from '#shared/reports/desk-schemas.ts'
import type { LocationQuery } from 'vue-router'
import { queueCauses } from '#shared/console/schemas.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'

type View = (typeof deskViews)[number]
export const viewNames: Record<View, string> = { todo: '待办', running: '处理中', done: '已办结' }
export const views = Object.keys(viewNames) as View[]
/** Why a report stands where it does, as the list says it. */
export const causeNames: Record<QueueCause, string> = {
  emergency: '突发',
  overdue: '超时',
  soon: '将到期',
  reopened: '重新处理',
  back: '退回、已答',
  flagged: '存疑',
  new: '新上报',
  running: '处理中',
}

type Filters = Pick<QueryInput<'console.queue'>, 'view' | 'cause' | 'kind' | 'state' | 'areaId' | 'isMine'>

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find(value => value === given)

/** What an address narrows the queue to; what it says that isn't known is left out. */
export function filtersIn({ view, cause, kind, state, area, mine }: LocationQuery): Filters {
  const chosen = {
    cause: oneOf(queueCauses, cause),
    kind: oneOf(reportKinds, kind),
    state: oneOf(reportStates, state),
    areaId: typeof area === 'string' && /^\d{4,12}$/.test(area) ? area : undefined,
    isMine: mine === undefined ? undefined : true,
  }
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined)
  return { view: oneOf(views, view) ?? 'todo', ...Object.fromEntries(given) }
}

/** How many filters there are beside the view and the cause, which stand in sight. */
export const hiddenFilters = ({ kind, state, areaId, isMine }: Filters): number =>
  [kind, state, areaId, isMine].filter(each => each !== undefined).length
