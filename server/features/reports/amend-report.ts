import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { staffOver } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { amendableStates, dueAt, kindRules } from '#shared/reports/rules.ts'
import { areaAmended } from './area-of.ts'
import { recordStep } from './record-step.ts'
import { changeReport, findOwnReport } from './report.ts'
import { nudgeAbout, tell } from './tell.ts'

/** The columns of a place that is new, or taken away; none when it stays. */
const placeAmended = (place: CommandInput<'reports.amend'>['place']) =>
  place === undefined
    ? {}
    : {
        latitude: place?.latitude ?? null,
        longitude: place?.longitude ?? null,
        accuracy: place?.accuracy ?? null,
      }

/**
 * The reporter mends words, kind or place while nobody has taken the report up; its time limit is that of the
 * kind it has now.
 */
export async function amendReport(
  input: CommandInput<'reports.amend'>,
  context: CommandContext,
): Promise<void> {
  const report = await findOwnReport(context, input.reportId)
  if (!(amendableStates as readonly string[]).includes(report.state))
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })

  const kind = input.kind ?? report.kind
  const areaId = areaAmended({ areaId: input.areaId, place: input.place ?? undefined }, report.areaId)
  const amended = await changeReport(context, report, {
    kind,
    areaId,
    text: input.text ?? report.text,
    dueAt: dueAt(kind, report.filedAt),
    ...placeAmended(input.place),
  })
  await recordStep(context, report, { step: 'amended', by: 'reporter' })
  await nudgeAbout(context, amended)

  const isNewlyUrgent = kindRules[kind].urgent && (!kindRules[report.kind].urgent || areaId !== report.areaId)
  if (isNewlyUrgent) await tell(context, await staffOver(context.tx, areaId), 'reports.urgent', amended)
}
