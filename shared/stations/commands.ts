import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone, everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const stationsCommands = {
  'stations.reportFault': {
    input: schemas.ReportFault,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 10, day: 30 },
  },
  'stations.answerFault': {
    input: schemas.AnswerFault,
    result: Nothing,
    offline: false,
    by: ['keeper', 'admin'],
  },
  'stations.keep': { input: schemas.UpdateStation, result: Nothing, offline: false, by: ['keeper', 'admin'] },
} as const satisfies CommandSpecs

export const stationsQueries = {
  'stations.all': { input: Nothing, output: schemas.Stations, cached: true, by: anyone },
  'stations.heads': { input: Nothing, output: schemas.Heads, by: [...anyone, 'kiosk'] },
  'stations.map': { input: Nothing, output: schemas.MapTiles, by: anyone },
  'stations.near': { input: schemas.NearInput, output: schemas.NearStations, by: everyone },
  'stations.one': { input: schemas.OneStation, output: schemas.StationView, by: anyone },
  'stations.desk': { input: Nothing, output: schemas.StationDesk, by: ['keeper'] },
} as const satisfies QuerySpecs
