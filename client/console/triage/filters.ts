import type { QueryInput } from '#shared/queries.ts'
import type { LocationQuery } from 'vue-router'
import { queueCauses } from '#shared/console/schemas.ts'
import { deskViews } from '#shared/reports/desk-schemas.ts'
import { reportKinds, reportStates } from '#shared/reports/rules.ts'

type Filters = Pick<QueryInput<'console.queue'>, 'view' | 'cause' | 'kind' | 'state' | 'areaId' | 'isMine'>

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find(value => value === given)

/** The queue's filters as an address sets them; unknown keys and values are left out. */
export function filtersIn({ view, cause, kind, state, area, mine }: LocationQuery): Filters {
  const chosen = {
    cause: oneOf(queueCauses, cause),
    kind: oneOf(reportKinds, kind),
    state: oneOf(reportStates, state),
    areaId: typeof area === 'string' && /^\d{4,12}$/.test(area) ? area : undefined,
    isMine: mine === undefined ? undefined : true,
  }
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined)
  return { view: oneOf(deskViews, view) ?? 'todo', ...Object.fromEntries(given) }
}

/** How many filters there are beside the view and the cause, which stand in sight. */
export const hiddenFilters = ({ kind, state, areaId, isMine }: Filters): number =>
  [kind, state, areaId, isMine].filter(each => each !== undefined).length
