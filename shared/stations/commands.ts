import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { AnswerFault, Heads, Keep, MapTiles, NearInput, NearStations, OneStation, ReportFault, StationBook, StationDesk, Stations, StationView } from './schemas.ts'

export const stationsCommands = {
  'stations.reportFault': { input: ReportFault, result: Nothing, offline: true, by: everyone },
  'stations.answerFault': { input: AnswerFault, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'stations.keep': { input: Keep, result: Nothing, offline: false, by: ['keeper', 'admin'] },
} as const satisfies CommandSpecs

export const stationsQueries = {
  'stations.all': { input: Nothing, output: Stations, cached: true, by: everyone },
  'stations.heads': { input: Nothing, output: Heads, by: everyone },
  'stations.map': { input: Nothing, output: MapTiles, by: everyone },
  'stations.near': { input: NearInput, output: NearStations, by: everyone },
  'stations.one': { input: OneStation, output: StationView, by: everyone },
  'stations.desk': { input: Nothing, output: StationDesk, by: ['keeper'] },
  'stations.book': { input: Nothing, output: StationBook, by: ['admin'] },
} as const satisfies QuerySpecs
