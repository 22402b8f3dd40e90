import type { Feature } from '#server/sync/feature.ts'
import type { stationsCommands, stationsQueries } from '#shared/stations/commands.ts'
import { answerFault } from './faults/answer-fault.ts'
import { reportFault } from './faults/report-fault.ts'
import { allStations } from './finding/all-stations.ts'
import { headsInside } from './finding/heads.ts'
import { mapTiles } from './finding/map-tiles.ts'
import { isStationPhoto } from './finding/may-see-station-photo.ts'
import { nearStations } from './finding/near-stations.ts'
import { oneStation } from './finding/one-station.ts'
import { keepStation } from './keeping/keep-station.ts'
import { stationBook } from './keeping/station-book.ts'
import { stationDesk } from './keeping/station-desk.ts'
import { eraseStays, exportStays } from './personal.ts'

export const stationsFeature = {
  commands: {
    'stations.reportFault': reportFault,
    'stations.answerFault': answerFault,
    'stations.keep': keepStation,
  },
  queries: {
    'stations.all': allStations,
    'stations.heads': headsInside,
    'stations.map': mapTiles,
    'stations.near': nearStations,
    'stations.one': oneStation,
    'stations.desk': stationDesk,
    'stations.book': stationBook,
  },
  tasks: {},
  photos: async (read, _actor, hash) => await isStationPhoto(read, hash),
  personal: { export: { stays: exportStays }, erase: eraseStays },
} satisfies Feature<keyof typeof stationsCommands, keyof typeof stationsQueries>
