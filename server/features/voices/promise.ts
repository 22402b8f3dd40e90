import type { Handler, QueryHandler } from '#server/sync/context.ts'
import { unitsFor } from '#server/core/posts/index.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { isStaffOf, voiceForStaff } from './permissions.ts'
import { remindDesk, tellAsked, tellUnit } from './told.ts'
import { excerptOf, findVoice, move, requireSame } from './voice.ts'

const AHEAD_MAX_MS = 366 * DAY_MS

/**
 * Decides `voices.promise`: who answers, and on which day at the latest. Another unit or day may be said
 * later; the first day that was promised stays, and is what it is measured by.
 */
export const promiseVoice: Handler<'voices.promise'> = async (input, context) => {
  const { voiceId, unitId, dueOn, seen } = input
  const { tx, now } = context
  const voice = await voiceForStaff(context, voiceId)
  await requireSame(context, voice, seen)
  const dueAt = startOfDay(dueOn) + DAY_MS - 1
  if (dueAt < now || dueAt > now + AHEAD_MAX_MS) throw new Refused({ code: 'voices.dayWrong' })
  const unit = (await unitsFor(tx, voice.areaId, now)).find(({ id, hasPeople }) => id === unitId && hasPeople)
  if (!unit) throw new Refused({ code: 'voices.unitUnknown' })
  const promised = { awaits: 'unit', promisedAt: voice.promisedAt ?? dueAt, dueAt, metAt: null } as const
  const changes = { ...promised, unitId, chooseBy: null }
  await move(context, voice, { to: 'promised', by: 'staff', changes, unitId, words: dueOn })
  await tellAsked(context, voice, 'voices.promised', `${excerptOf(voice)} · ${unit.name}`)
  if (voice.unitId !== unitId) await tellUnit(context, { ...voice, unitId }, 'voices.yourTurn')
  await remindDesk(context, voiceId)
}

/** Answers `voices.units`: the units of its area. */
export const voiceUnits: QueryHandler<'voices.units'> = async ({ voiceId }, { read, actor, now }) => {
  const voice = await findVoice(read, voiceId)
  if (!isStaffOf(actor, voice)) throw new Refused({ code: 'voices.unknown' })
  return await unitsFor(read, voice.areaId, now)
}
