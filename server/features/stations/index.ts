import type { Feature } from '#server/sync/feature.ts'
import type { stationsCommands, stationsQueries } from '#shared/stations/commands.ts'
import { answerFault } from './faults/answer-fault.ts'
import { reportFault } from './faults/report-fault.ts'
import { allStations } from './finding/all-stations.ts'
import { headsInside } from './finding/heads.ts'
import { mapTiles } from './finding/map-tiles.ts'
import { nearStations } from './finding/near-stations.ts'
import { isStationPhoto, oneStation } from './finding/station-views.ts'
import { stationDesk } from './keeper/station-desk.ts'
import { updateStation } from './keeper/update-station.ts'

export const stationsFeature = {
  commands: {
    'stations.reportFault': reportFault,
    'stations.answerFault': answerFault,
    'stations.keep': updateStation,
  },
  queries: {
    'stations.all': allStations,
    'stations.heads': headsInside,
    'stations.map': mapTiles,
    'stations.near': nearStations,
    'stations.one': oneStation,
    'stations.desk': stationDesk,
  },
  tasks: {},
  photos: async (read, _actor, hash) => await isStationPhoto(read, hash),
  personal: { export: {}, erase: null }, // The export of doors has reported faults.
} satisfies Feature<keyof typeof stationsCommands, keyof typeof stationsQueries>
