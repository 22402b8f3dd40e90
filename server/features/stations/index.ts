import type { Feature } from '#server/sync/feature.ts'
import type { stationsCommands, stationsQueries } from '#shared/stations/commands.ts'
import { forgetNumber, forgetNumbers } from '#server/core/stations/index.ts'
import { importStations } from './desk/import-stations.ts'
import { changeStation, makeStation } from './desk/make-station.ts'
import { stationDetail } from './desk/station-detail.ts'
import { answerFault } from './faults/answer-fault.ts'
import { reportFault } from './faults/report-fault.ts'
import { allStations } from './finding/all-stations.ts'
import { headsInside } from './finding/heads.ts'
import { mapTiles } from './finding/map-tiles.ts'
import { nearStations } from './finding/near-stations.ts'
import { maySeePhoto, oneStation } from './finding/station-views.ts'
import { stationDesk } from './keeper/station-desk.ts'
import { updateStation } from './keeper/update-station.ts'
import { exportKept } from './personal.ts'

export const stationsFeature = {
  commands: {
    'stations.reportFault': reportFault,
    'stations.answerFault': answerFault,
    'stations.keep': updateStation,
    'stations.make': makeStation,
    'stations.change': changeStation,
    'stations.import': importStations,
  },
  queries: {
    'stations.all': allStations,
    'stations.heads': headsInside,
    'stations.map': mapTiles,
    'stations.near': nearStations,
    'stations.one': oneStation,
    'stations.desk': stationDesk,
    'stations.detail': stationDetail,
  },
  tasks: {
    forgetNumbers: {
      when: '30 * * * * *',
      run: async ({ database, clock }, since) =>
        await database.transact(tx => forgetNumbers(tx, since, clock())),
    },
  },
  photos: maySeePhoto,
  // The export of `doors` includes the faults that somebody reported.
  personal: {
    export: { keptStations: exportKept },
    erase: async ({ tx, actor: { accountId } }) => await forgetNumber(tx, accountId),
    forgetPhone: async ({ tx, actor: { accountId } }) => await forgetNumber(tx, accountId),
  },
} satisfies Feature<keyof typeof stationsCommands, keyof typeof stationsQueries>
