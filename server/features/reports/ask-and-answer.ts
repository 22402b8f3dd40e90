import type { Handler } from '#server/sync/context.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { askableStates } from '#shared/reports/rules.ts'
import { cameBack } from './asleep/question.ts'
import { requireNoneSince } from './last-step.ts'
import { reportToActOn } from './permissions.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/** Staff ask the reporter something, one question at a time. */
export const askReporter: Handler<'reports.ask'> = async (input, context) => {
  const { question } = input
  const { report } = await reportToActOn(context, input)
  if (!(askableStates as readonly string[]).includes(report.state))
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (report.question !== null) throw new Refused({ code: 'reports.alreadyAsked' })
  if ((await findAccount(context.tx, report.reporterId))?.deletedAt !== null)
    throw new Refused({ code: 'reports.reporterGone' })
  await take(context, report, {
    step: 'asked',
    by: 'staff',
    changes: { question, questionBy: context.actor.accountId, awaitsStaff: report.state === 'filed' },
    words: question,
  })
}

/** The reporter answers the question, and the report is in the desk's queue again. */
export const answerQuestion: Handler<'reports.answer'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  if (report.question === null && !await cameBack(context, report.id))
    throw new Refused({ code: 'reports.notAsked' })
  await requireNoneSince(context, input, ['asked', 'answered'])
  const changes = { question: null, questionBy: null, awaitsStaff: true }
  await take(context, report, { step: 'answered', by: 'reporter', changes, words: input.answer })
}
