import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ExchangeAnswer } from '#shared/reports/exchange-schemas.ts'
import type { Report } from '../report.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { shownText } from '#shared/kernel/text.ts'
import { answerWords, dayIn } from '#shared/reports/exchange-schemas.ts'
import { refuseMove } from '#shared/reports/rules.ts'
import { Words } from '#shared/reports/schemas.ts'
import { and, eq } from 'drizzle-orm'
import * as v from 'valibot'
import { handBack } from '../move-report.ts'
import { isOwn } from '../permissions.ts'
import { lockReports, moved } from '../report.ts'
import { reportAnswers, reports } from '../tables.ts'
import { take } from '../take.ts'

/** The last number that a column of the database holds. */
const NUMBER_MAX = 2 ** 31 - 1
type Input = Parameters<Handler<'exchange.answer'>>[0]
type Line = Input['rows'][number]
type Outcome = 'done' | 'same' | { readonly code: string }

/**
 * Decides `exchange.answer`: imports a unit's answers from a file line by line, in the unit's name and by the
 * table of moves. A line that was imported before changes nothing; refused lines are returned.
 */
export const importAnswers: Handler<'exchange.answer'> = async ({ unitId, rows, dryRun }, context) => {
  const [done, same]: [number[], number[]] = [[], []]
  const refused: { line: number, number: string, code: string }[] = []
  const numbers = new Set<number>()
  for (const [at, row] of rows.entries()) {
    const outcome = await bringIn(context, row, { unitId, dryRun, numbers })
    if (outcome === 'done') done.push(at)
    else if (outcome === 'same') same.push(at)
    else refused.push({ line: at + 1, number: row.number, code: outcome.code })
  }
  const counted = `${done.length} 条办理，${same.length} 条重复，${refused.length} 条没有导入`
  context.about({ kind: 'unit', ref: unitId, reason: `${dryRun ? '试导入：' : ''}${counted}` })
  return { done: done.length, same: same.length, refused }
}

interface Bringing { readonly unitId: string, readonly dryRun: boolean, readonly numbers: Set<number> }

/** Imports a line. It checks everything before it writes, so that no line is done by half. */
async function bringIn(context: CommandContext, row: Line, bringing: Bringing): Promise<Outcome> {
  const { unitId, dryRun, numbers } = bringing
  const number = numberIn(row.number.replace(/^[#＃]/, ''))
  if (!(number >= 1 && number <= NUMBER_MAX)) return { code: 'exchange.numberWrong' }
  if (numbers.has(number)) return { code: 'exchange.twice' }
  numbers.add(number)
  const answer = answerCalled(row.answer)
  if (!answer) return { code: 'exchange.answerUnknown' }
  const words = v.safeParse(Words, row.words)
  if (!words.success && (answer !== 'working' || shownText(row.words) !== ''))
    return { code: 'exchange.wordsMissing' }
  const day = row.date.trim() === '' ? null : dayIn(row.date)
  if (day === undefined || (day !== null && day > dayOf(context.now))) return { code: 'exchange.dateWrong' }

  const report = await reportWith(context, number)
  if (!report) return { code: 'reports.unknown' }
  if (report.unitId !== unitId) return { code: 'exchange.otherUnit' }
  const said = { answer, words: words.success ? words.output : '', day }
  const digest = keyedHash('exchanges', unitId, JSON.stringify(said)).toString('base64url')
  if (await wasBroughtIn(context, report, digest)) return 'same'
  if (await isOwn(context.tx, context.actor.accountId, report)) return { code: 'reports.ownReport' }
  if (refuseMove(report.state, answer, 'unit')) return { code: 'reports.moveNotAllowed' }
  if (dryRun) return 'done'
  await insertOnce(context.tx, reportAnswers, { reportId: report.id, digest, at: context.now })
  await move(context, report, said)
  return 'done'
}

const answerCalled = (words: string): ExchangeAnswer | undefined =>
  (Object.keys(answerWords) as ExchangeAnswer[])
    .find(answer => (answerWords[answer] as readonly string[]).includes(shownText(words).trim()))

/** The report with this number, locked, if it lies in the actor's area; else it counts as unknown. */
async function reportWith(context: CommandContext, number: number): Promise<Report | undefined> {
  const [found] = await context.tx.select({ id: reports.id }).from(reports).where(eq(reports.number, number))
  const [report] = found ? await lockReports(context, [found.id]) : []
  return report && isInside(report.areaId, areasOf(context.actor)) ? report : undefined
}

const wasBroughtIn = async ({ tx }: CommandContext, { id }: Report, digest: string): Promise<boolean> =>
  await tx.$count(reportAnswers, and(eq(reportAnswers.reportId, id), eq(reportAnswers.digest, digest))) > 0

interface Said { readonly answer: ExchangeAnswer, readonly words: string, readonly day: string | null }

/**
 * Moves a report in the unit's name. A file has no photos, so the reporter is asked whether it is resolved.
 */
async function move(context: CommandContext, report: Report, { answer, words, day }: Said): Promise<void> {
  const dated = [words, day === null ? '' : `（${day} 答复）`].join('')
  const step = { by: 'unit', words: dated === '' ? undefined : dated } as const
  switch (answer) {
    case 'working':
      return void await take(context, report, { ...step, step: 'working', changes: moved('working') })
    case 'accepted':
      return await handBack(context, report, dated)
    case 'resolved': {
      const changes = { ...moved('resolved'), resolvedAt: context.now }
      return void await take(context, report, { ...step, step: 'resolved', changes })
    }
  }
}
