/** Each expected "no" of this domain. */
export type VoicesRefusal =
  | { code: 'voices.unknown' }
  | { code: 'voices.idTaken' }
