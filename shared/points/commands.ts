import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const pointsCommands = {
  'points.correct': {
    input: schemas.CorrectPoints,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
  },
  'points.approveCorrection': {
    input: schemas.DecideCorrection,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
    secondFactor: true,
  },
  'points.setCap': { input: schemas.SetCap, result: Nothing, offline: false, by: ['admin'], audited: true },
  'points.lapse': { input: schemas.LapsePoints, result: Nothing, offline: false, by: ['system'] },
  'points.remind': { input: schemas.RemindOfLapse, result: Nothing, offline: false, by: ['system'] },
  'points.raiseAlarm': { input: schemas.RaiseAlarm, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const pointsQueries = {
  'points.mine': { input: PageRange, output: schemas.Points, cached: true, by: everyone },
  'points.desk': { input: PageRange, output: schemas.PointsDesk, by: ['admin'] },
  'points.ledger': { input: schemas.FindTransfers, output: schemas.LedgerPage, by: ['admin'] },
} as const satisfies QuerySpecs
