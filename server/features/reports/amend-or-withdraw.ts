import type { Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { Refused } from '#shared/refusal.ts'
import { dueAt } from '#shared/reports/limits.ts'
import { amendableStates } from '#shared/reports/rules.ts'
import { areaAmended, requireInCity } from './area-of.ts'
import { requireNoneSince } from './last-step.ts'
import { moved, requireMove } from './report.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/**
 * Decides `reports.amend`: the reporter changes a report before staff act. The time limit follows the kind,
 * by the ruling in force when the report was filed.
 */
export const amendReport: Handler<'reports.amend'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  if (!(amendableStates as readonly string[]).includes(report.state))
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  const movesIt = input.place !== undefined || input.areaId !== undefined
  await requireNoneSince(context, input, ['amended', 'corrected', ...movesIt ? ['rerouted' as const] : []])

  requireInCity(input.place)
  const kind = input.kind ?? report.kind
  const changes = {
    kind,
    areaId: areaAmended({ areaId: input.areaId, place: input.place ?? undefined }, report.areaId),
    text: input.text ?? report.text,
    dueAt: dueAt(context.rulings.heldAt('limits', report.filedAt)[kind], report.filedAt),
    ...placeAmended(input.place),
    ...input.spot !== undefined && { spot: input.spot || null },
  }
  await take(context, report, { step: 'amended', by: 'reporter', changes })
}

/** The columns of a changed place (null removes it); none if the place stays. */
const placeAmended = (place: CommandInput<'reports.amend'>['place']) =>
  place === undefined
    ? {}
    : {
        latitude: place?.latitude ?? null,
        longitude: place?.longitude ?? null,
        accuracy: place?.accuracy ?? null,
      }

/** Steps of others that keep a report from being withdrawn if its reporter has not seen them. */
const deskSteps = ['accepted', 'asked', 'absorbed', 'handedBack', 'rerouted', 'corrected', 'planned'] as const

/** Decides `reports.withdraw`: the reporter takes a report back before anyone was sent to it. */
export const withdrawReport: Handler<'reports.withdraw'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  const { step, by } = requireMove(report.state, 'withdrawn', 'reporter')
  await requireNoneSince(context, input, deskSteps)
  await take(context, report, { step, by, changes: moved('withdrawn') })
}
