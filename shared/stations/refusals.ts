export type StationsRefusal =
  | { code: 'stations.unknown' }
  | { code: 'stations.notYours' }
  | { code: 'stations.faultUnknown' }
  | { code: 'stations.faultMended' }
  | { code: 'stations.idTaken' }
