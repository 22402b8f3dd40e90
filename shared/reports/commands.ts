import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { beatKinds } from '#shared/identity/posts.ts'
import { anyone, deciders, everyone, riders } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as cases from './case-schemas.ts'
import * as desk from './desk-schemas.ts'
import * as exchange from './exchange-schemas.ts'
import * as partner from './partner-schemas.ts'
import * as photos from './photos.ts'
import * as published from './published.ts'
import * as schemas from './schemas.ts'

/** Above what the busiest courier sees in a day. */
const often = { hour: 40, day: 150 }
/** For occasional acts of staff beside their decisions. */
const atTimes = { hour: 60, day: 200 }

export const reportsCommands = {
  'reports.file': {
    input: schemas.FileReport,
    result: schemas.Filed,
    offline: true,
    by: everyone,
    limit: often,
  },
  'reports.amend': { input: schemas.AmendReport, result: Nothing, offline: true, by: everyone, limit: often },
  'reports.withdraw': {
    input: schemas.WithdrawReport,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: often,
  },
  'reports.support': {
    input: schemas.OneReport,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: atTimes,
  },
  'reports.answer': {
    input: schemas.AnswerQuestion,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: often,
  },
  'reports.rate': { input: schemas.RateReport, result: Nothing, offline: true, by: everyone, limit: often },
  'reports.urge': { input: schemas.OneReport, result: Nothing, offline: true, by: everyone, limit: often },
  'reports.object': {
    input: schemas.ObjectToReport,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: often,
  },
  'reports.move': { input: desk.MoveReport, result: Nothing, offline: false, by: deciders },
  'reports.resolve': { input: desk.ResolveReport, result: Nothing, offline: false, by: deciders },
  'reports.ask': { input: desk.AskReporter, result: Nothing, offline: false, by: ['staff', 'admin'] },
  'reports.correct': {
    input: desk.CorrectReport,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.plan': { input: desk.PlanReport, result: Nothing, offline: false, by: deciders, limit: atTimes },
  'reports.handTo': {
    input: desk.HandReport,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.fileFor': {
    input: desk.FileForSomebody,
    result: schemas.Filed,
    offline: false,
    by: ['staff', 'admin'],
    limit: often,
    audited: true,
  },
  // Reports of an organisation's own people, so the limit is higher than one courier's.
  'reports.fileAsPartner': {
    input: partner.FileAsPartner,
    result: schemas.Filed,
    offline: false,
    by: ['partner'],
    limit: { hour: 200, day: 1000 },
  },
  'reports.planDue': { input: schemas.OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.unmerge': {
    input: desk.UnmergeReport,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.note': {
    input: desk.NoteReport,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.hidePair': {
    input: desk.HidePair,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.showPair': {
    input: desk.ShowPair,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    limit: atTimes,
  },
  'reports.coverPhoto': {
    input: photos.CoverPhoto,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  'reports.hidePhoto': {
    input: photos.SealPhoto,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  'reports.showPhoto': {
    input: photos.SealPhoto,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  // Sent by the bearer of a case link; the limits count for each link.
  'cases.open': { input: Nothing, result: Nothing, offline: false, by: ['bearer'], limit: often },
  'cases.accept': { input: cases.AcceptCase, result: Nothing, offline: false, by: ['bearer'], limit: often },
  'cases.handBack': {
    input: cases.HandBackCase,
    result: Nothing,
    offline: false,
    by: ['bearer'],
    limit: often,
  },
  'cases.resolve': {
    input: cases.ResolveCase,
    result: Nothing,
    offline: false,
    by: ['bearer'],
    limit: often,
  },
  'cases.renew': {
    input: cases.RenewCase,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  'cases.revoke': {
    input: cases.RevokeCase,
    result: Nothing,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  'exchange.answer': {
    input: exchange.ImportAnswers,
    result: exchange.ImportedAnswers,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
    limit: atTimes,
  },
  'reports.close': { input: schemas.OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.release': { input: schemas.OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.forget': {
    input: schemas.ForgetReports,
    result: Nothing,
    offline: false,
    by: ['system'],
    audited: true,
  },
  'reports.publishMonth': { input: published.OneMonth, result: Nothing, offline: false, by: ['system'] },
  'reports.returnQuestion': { input: schemas.OneReport, result: Nothing, offline: false, by: ['system'] },
  'reports.remind': { input: desk.RemindOfReport, result: Nothing, offline: false, by: ['system'] },
  'reports.markPhotos': { input: schemas.MarkPhotos, result: Nothing, offline: false, by: ['system'] },
  'reports.markAfterPhotos': {
    input: schemas.MarkAfterPhotos,
    result: Nothing,
    offline: false,
    by: ['system'],
  },
} as const satisfies CommandSpecs

export const reportsQueries = {
  'reports.mine': { input: PageRange, output: schemas.MyReports, cached: true, by: everyone },
  'reports.tally': { input: Nothing, output: schemas.Tally, by: riders },
  'reports.one': { input: schemas.OneReport, output: schemas.ReportView, by: everyone },
  'reports.nearby': { input: schemas.NearbyInput, output: schemas.NearbyReports, by: everyone },
  'reports.inBeats': { input: Nothing, output: schemas.BeatReports, by: beatKinds },
  'reports.sealed': {
    input: photos.OpenSealed,
    output: photos.SealedPhoto,
    by: ['staff', 'admin'],
    audited: true,
  },
  'reports.mended': { input: Nothing, output: schemas.Mended, by: anyone },
  'reports.published': { input: published.PublishedInput, output: published.PublishedReports, by: anyone },
  'reports.months': { input: Nothing, output: published.PublishedMonths, cached: true, by: anyone },
  'reports.monthFile': { input: published.MonthFile, output: published.FileText, by: anyone },
  'desk.reports': { input: desk.DeskInput, output: desk.DeskReports, cached: true, by: deciders },
  'desk.raised': { input: PageRange, output: desk.FoundReports, by: ['admin'] },
  'desk.search': { input: desk.SearchDesk, output: desk.FoundReports, by: ['staff', 'admin'] },
  'desk.similar': { input: schemas.OneReport, output: desk.SimilarReports, by: ['staff', 'admin'] },
  'desk.colleagues': { input: schemas.OneReport, output: desk.Colleagues, by: ['staff', 'admin'] },
  'cases.one': { input: Nothing, output: cases.CaseView, by: ['bearer'] },
  'cases.ofReport': { input: schemas.OneReport, output: cases.CaseOfReport, by: ['staff', 'admin'] },
  'cases.print': {
    input: schemas.OneReport,
    output: cases.PrintedCase,
    by: ['staff', 'admin'],
    audited: true,
  },
  'exchange.reports': {
    input: exchange.ExchangeInput,
    output: exchange.ExchangedReports,
    by: ['staff', 'admin'],
  },
  'exchange.desk': { input: Nothing, output: exchange.ExchangeDesk, by: ['staff', 'admin'] },
  'desk.units': { input: schemas.OneReport, output: desk.Units, by: ['staff', 'admin'] },
} as const satisfies QuerySpecs
