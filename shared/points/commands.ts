import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { CorrectPoints, DecideCorrection, LapsePoints, LedgerPage, LedgerPageInput, Points, PointsDesk, PointsInput, RaiseAlarm, RemindOfLapse, SetCap } from './schemas.ts'

export const pointsCommands = {
  'points.correct': { input: CorrectPoints, result: Nothing, offline: false, by: ['admin'] },
  'points.approveCorrection': { input: DecideCorrection, result: Nothing, offline: false, by: ['admin'] },
  'points.setCap': { input: SetCap, result: Nothing, offline: false, by: ['admin'] },
  'points.lapse': { input: LapsePoints, result: Nothing, offline: false, by: ['system'] },
  'points.remind': { input: RemindOfLapse, result: Nothing, offline: false, by: ['system'] },
  'points.raiseAlarm': { input: RaiseAlarm, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const pointsQueries = {
  'points.mine': { input: PointsInput, output: Points, cached: true, by: everyone },
  'points.desk': { input: Nothing, output: PointsDesk, by: ['admin'] },
  'points.ledger': { input: LedgerPageInput, output: LedgerPage, by: ['admin'] },
} as const satisfies QuerySpecs
