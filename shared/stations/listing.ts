import type { StationKind, StationState } from './rules.ts'
import { isWithin } from '#shared/identity/roles.ts'

/** What the desk's list of stations can be narrowed by. */
export interface StationFilter {
  readonly kind?: StationKind | undefined
  readonly state?: StationState | undefined
  readonly areaId?: string | undefined
  /** Parts of a name or an address, or a whole number, with spaces between. */
  readonly text?: string | undefined
}
interface Listed {
  readonly number: number
  readonly name: string
  readonly address: string
  readonly kind: StationKind
  readonly state: StationState
  readonly areaId?: string | undefined
}

/** True for a station that a filter leaves in the list, and so in its file. */
export const isListed = (station: Listed, { kind, state, areaId, text = '' }: StationFilter): boolean =>
  (kind === undefined || station.kind === kind)
  && (state === undefined || station.state === state)
  && (areaId === undefined || (station.areaId !== undefined && isWithin(station.areaId, areaId)))
  && text.trim().split(/\s+/).every(part =>
    station.name.includes(part) || station.address.includes(part) || String(station.number) === part)
