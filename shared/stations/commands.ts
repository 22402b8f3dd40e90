import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone, everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as desk from './desk-schemas.ts'
import * as schemas from './schemas.ts'

/** High enough to enter a street's stations in one go. */
const often = { hour: 120, day: 600 }

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
  'stations.keep': {
    input: schemas.UpdateStation,
    result: Nothing,
    offline: false,
    by: ['keeper', 'staff', 'admin'],
  },
  'stations.make': {
    input: desk.MakeStation,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: often,
  },
  'stations.change': {
    input: desk.ChangeStation,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: often,
  },
  'stations.import': {
    input: desk.ImportStations,
    result: desk.ImportedStations,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: { hour: 40, day: 120 },
  },
} as const satisfies CommandSpecs

export const stationsQueries = {
  'stations.all': { input: Nothing, output: schemas.Stations, cached: true, by: anyone },
  'stations.heads': { input: Nothing, output: schemas.Heads, by: [...anyone, 'kiosk'] },
  'stations.map': { input: Nothing, output: schemas.MapTiles, by: anyone },
  'stations.near': { input: schemas.NearInput, output: schemas.NearStations, by: everyone },
  'stations.one': { input: schemas.OneStation, output: schemas.StationView, by: anyone },
  'stations.desk': { input: Nothing, output: schemas.StationDesk, by: ['keeper'] },
  'stations.detail': { input: schemas.OneStation, output: desk.StationDetail, by: ['staff', 'admin'] },
} as const satisfies QuerySpecs
