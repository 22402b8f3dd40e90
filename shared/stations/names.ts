import type { StationKind, StationState } from './rules.ts'

export const stationKindNames: Record<StationKind, string> = {
  community: '社区驿站',
  shared: '共享驿站',
  business: '商家驿站',
}

export const stationStateNames: Record<StationState, string> = { open: '开放', doubtful: '可能未开放', closed: '关闭' }
