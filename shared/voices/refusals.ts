export type VoicesRefusal =
  | { code: 'voices.unknown' }
  | { code: 'voices.idTaken' }
