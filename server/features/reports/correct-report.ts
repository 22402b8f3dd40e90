import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Changes, Report } from './report.ts'
import { areaExists, nameOfArea } from '#server/core/areas/index.ts'
import { Refused } from '#shared/refusal.ts'
import { dueAt } from '#shared/reports/limits.ts'
import { kindNames } from '#shared/reports/names.ts'
import { askableStates, isOpen } from '#shared/reports/rules.ts'
import { requireInCity } from './area-of.ts'
import { reportToActOn } from './permissions.ts'
import { inOtherHands } from './report.ts'
import { take } from './take.ts'

type Correction = CommandInput<'reports.correct'>

/**
 * Decides `reports.correct`: staff correct kind, place or area of an open report, and its reporter reads what
 * was changed. Another area's desk looks at the report anew, so it must not be with a unit.
 */
export const correctReport: Handler<'reports.correct'> = async (input, context) => {
  const { report } = await reportToActOn(context, input)
  requireInCity(input.place)
  const newArea = input.areaId === report.areaId ? undefined : input.areaId
  const isEarly = (askableStates as readonly string[]).includes(report.state)
  if (newArea === undefined ? !isOpen(report.state) : !isEarly)
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })

  const corrected = { ...kindChanged(context, report, input.kind), ...placeChanged(report, input) }
  const isCorrected = Object.keys(corrected).length > 0
  if (!isCorrected && newArea === undefined) throw new Refused({ code: 'reports.nothingToCorrect' })
  const changes = { ...corrected, ...newArea !== undefined && inOtherHands(newArea) }
  const words = await wordsOf(context, report, input, changes)
  await take(context, report, { step: isCorrected ? 'corrected' : 'rerouted', by: 'staff', changes, words })
}

/**
 * The changes that follow another kind. The time limit is the one ruled for the kind when the report was
 * filed, but it can't make a late report punctual.
 */
function kindChanged(
  { rulings, now }: CommandContext,
  report: Report,
  kind: ReportKind | undefined,
): Changes {
  if (kind === undefined || kind === report.kind) return {}
  const due = dueAt(rulings.heldAt('limits', report.filedAt)[kind], report.filedAt)
  return { kind, dueAt: report.dueAt < now ? Math.min(report.dueAt, due) : due }
}

function placeChanged(report: Report, { place, spot }: Correction): Changes {
  const isElsewhere =
    place && (place.latitude !== report.latitude || place.longitude !== report.longitude)
  return {
    ...isElsewhere && {
      latitude: place.latitude,
      longitude: place.longitude,
      accuracy: place.accuracy ?? null,
    },
    ...spot !== undefined && (spot || null) !== report.spot && { spot: spot || null },
  }
}

/** The words of the step: what was changed, and staff's reason if they gave one. */
async function wordsOf(
  { tx }: CommandContext,
  { kind: before }: Report,
  { words }: Correction,
  { kind, latitude, spot, areaId }: Changes,
): Promise<string> {
  if (areaId !== undefined && !areaExists(areaId)) throw new Refused({ code: 'identity.areaUnknown' })
  return [
    kind && `类别由“${kindNames[before]}”改为“${kindNames[kind]}”`,
    latitude !== undefined && '位置已更正',
    spot !== undefined && (spot === null ? '去掉了“在哪儿”' : `在哪儿：${spot}`),
    areaId !== undefined && await nameOfArea(tx, areaId),
    words,
  ].filter(Boolean).join('；')
}
