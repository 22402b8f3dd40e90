import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { deciders, roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { AmendReport, AnswerQuestion, AskReporter, DeskInput, DeskReports, Filed, FileReport, MarkAfterPhotos, MarkPhotos, MoveReport, MyReports, MyReportsInput, NearbyInput, NearbyReports, OneReport, RateReport, ReportView, ResolveReport, Units } from './schemas.ts'

export const reportsCommands = {
  'reports.file': { input: FileReport, result: Filed, offline: true, by: everyone },
  'reports.amend': { input: AmendReport, result: Nothing, offline: true, by: everyone },
  'reports.withdraw': { input: OneReport, result: Nothing, offline: true, by: everyone },
  'reports.support': { input: OneReport, result: Nothing, offline: true, by: everyone },
  'reports.answer': { input: AnswerQuestion, result: Nothing, offline: true, by: everyone },
  'reports.rate': { input: RateReport, result: Nothing, offline: true, by: everyone },
  'reports.move': { input: MoveReport, result: Nothing, offline: false, by: deciders },
  'reports.resolve': { input: ResolveReport, result: Nothing, offline: false, by: deciders },
  'reports.ask': { input: AskReporter, result: Nothing, offline: false, by: ['staff', 'admin'] },
  'reports.close': { input: OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.markPhotos': { input: MarkPhotos, result: Nothing, offline: false, by: ['system'] },
  'reports.markAfterPhotos': { input: MarkAfterPhotos, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const reportsQueries = {
  'reports.mine': { input: MyReportsInput, output: MyReports, cached: true, by: everyone },
  'reports.one': { input: OneReport, output: ReportView, by: everyone },
  'reports.nearby': { input: NearbyInput, output: NearbyReports, by: everyone },
  'desk.reports': { input: DeskInput, output: DeskReports, cached: true, by: deciders },
  'desk.units': { input: OneReport, output: Units, by: ['staff', 'admin'] },
} as const satisfies QuerySpecs
