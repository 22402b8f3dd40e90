export type StationsRefusal =
  | { code: 'stations.unknown' }
  | { code: 'stations.notYours' }
  | { code: 'stations.faultUnknown' }
  | { code: 'stations.faultMended' }
  | { code: 'stations.idTaken' }
  | { code: 'stations.numberTaken' }
  | { code: 'stations.areaUnknown' }
  // For lines of a table:
  | { code: 'stations.areaAmbiguous' }
  | { code: 'stations.numberWrong' }
  | { code: 'stations.numberTwice' }
  | { code: 'stations.nameWrong' }
  | { code: 'stations.kindUnknown' }
  | { code: 'stations.addressWrong' }
  | { code: 'stations.placeWrong' }
  | { code: 'stations.selfServiceWrong' }
  | { code: 'stations.facilityUnknown' }
  | { code: 'stations.groupUnknown' }
  | { code: 'stations.hoursWrong' }
  | { code: 'stations.phoneWrong' }
  | { code: 'stations.changedSince' } // Somebody else has changed it since the table was exported or tried.
