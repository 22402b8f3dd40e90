import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { areaExists, nameOfArea } from '#server/core/areas/index.ts'
import { unitsFor } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { acceptReport } from './accept-report.ts'
import { raiseIfHandedBackOften } from './asleep/raise.ts'
import { mergeReport } from './merge-report.ts'
import { reportToActOn } from './permissions.ts'
import { backToStaff, inOtherHands, moved, requireMove } from './report.ts'
import { awaitsOther, isLookedAtAgain } from './second-look.ts'
import { take } from './take.ts'

/** Decides `reports.move`: staff and units move a report along the table in `shared/reports/rules.ts`. */
export const moveReport: Handler<'reports.move'> = async (input, context) => {
  const { report, by } = await reportToActOn(context, input, input.to === 'merged' ? [input.into] : [])
  const { step } = requireMove(report.state, input.to, by)
  const { tx, now, actor } = context
  if (isLookedAtAgain(report, input.to) && await awaitsOther(tx, now, actor.accountId, report))
    throw new Refused({ code: 'reports.declinedByYou' })
  switch (input.to) {
    case 'filed': return await reroute(context, report, input.areaId)
    case 'accepted':
      return await (step === 'handedBack' ? handBack : acceptReport)(context, report, input.words)
    case 'declined': return await decline(context, report, input.words)
    case 'unable': return await giveUp(context, report, input)
    case 'merged': return await mergeReport(context, report, input.into)
    case 'assigned': return await assign(context, report, input.unitId, input.words)
    case 'working': return await startWork(context, report)
  }
}

/** Staff pass a report on to the right area, which may lie outside their own. */
async function reroute(context: CommandContext, report: Report, areaId: string) {
  if (!areaExists(areaId)) throw new Refused({ code: 'identity.areaUnknown' })
  const words = await nameOfArea(context.tx, areaId)
  await take(context, report, { step: 'rerouted', by: 'staff', changes: inOtherHands(areaId), words })
}

/** Staff decline a report, with the reason. */
async function decline(context: CommandContext, report: Report, reason: string) {
  await take(context, report, { step: 'declined', by: 'staff', changes: moved('declined'), words: reason })
}

/** Staff say that they can't settle a report, why, and who is responsible. */
async function giveUp(
  context: CommandContext,
  report: Report,
  { responsible, words: reason }: { readonly responsible: string, readonly words: string },
) {
  const words = `应由${responsible}负责：${reason}`
  await take(context, report, { step: 'unable', by: 'staff', changes: moved('unable'), words })
}

/** Staff assign a report to a unit that works for its area, or reassign it. */
async function assign(context: CommandContext, report: Report, unitId: string, note: string | undefined) {
  const unit = (await unitsFor(context.tx, report.areaId, context.now)).find(({ id }) => id === unitId)
  if (!unit) throw new Refused({ code: 'reports.unitUnknown' })
  if (!unit.hasPeople && !unit.worksByLink) throw new Refused({ code: 'reports.unitEmpty' })
  const changes = { ...moved('assigned'), unitId }
  await take(context, report, { step: 'assigned', by: 'staff', changes, words: note, unit })
}

/** The unit begins its work. */
export async function startWork(context: CommandContext, report: Report) {
  await take(context, report, { step: 'working', by: 'unit', changes: moved('working') })
}

/** The unit hands back a report that it is not responsible for, with the reason; staff look again. */
export async function handBack(context: CommandContext, report: Report, reason: string | undefined) {
  if (reason === undefined) throw new Refused({ code: 'reports.wordsMissing' })
  const step = { step: 'handedBack', by: 'unit', changes: backToStaff, words: reason } as const
  const { changed } = await take(context, report, step)
  await raiseIfHandedBackOften(context, changed)
}
