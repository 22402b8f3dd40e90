import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Voice } from './voice.ts'
import { insertOnce } from '#server/database/rows.ts'
import { addWorkingDays } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { CHOOSE_DAYS, isOpenVoice, REACHED_DAYS, thresholdIn } from '#shared/voices/rules.ts'
import { isOwn, isShown } from './permissions.ts'
import { voiceSupporters } from './tables.ts'
import { nudgeAbout, remindDesk, tellAsked, tellStaff } from './told.ts'
import { excerptOf, findVoice, lockRoot, move, recount } from './voice.ts'

/**
 * Decides `voices.support` (我也是); a second time changes nothing. The support of a merged voice stays with
 * that voice and counts for the one it was merged into.
 */
export const supportVoice: Handler<'voices.support'> = async ({ voiceId }, context) => {
  const { tx, actor: { accountId }, now, nudge } = context
  const voice = await findVoice(tx, voiceId)
  if (!isShown(voice)) throw new Refused({ code: 'voices.unknown' })
  if (isOwn(context.actor, voice)) throw new Refused({ code: 'voices.own' })
  const root = await lockRoot(tx, voice)
  if (isOwn(context.actor, root)) throw new Refused({ code: 'voices.own' })
  const row = { voiceId, accountId, at: now }
  if (await insertOnce(tx, voiceSupporters, row) === 0) return
  if (!isOpenVoice(root.state)) throw new Refused({ code: 'voices.over', state: root.state })
  const supporters = await recount(tx, root)
  if (root.accountId !== null) nudge(root.accountId, 'voices.mine')
  nudge('*', 'voices.desk', 'voices.one')
  await promiseWhenReached(context, { ...root, supporters })
}

/**
 * When a voice has as many supporters as ruled for its area, an answer is promised: in ten working days, by a
 * unit that staff choose in two. The voice is locked, so exactly one of many concurrent supporters is the
 * last.
 */
export async function promiseWhenReached(context: CommandContext, voice: Voice): Promise<void> {
  const { rulings, now } = context
  if (voice.state !== 'open') return
  if (voice.supporters < thresholdIn(rulings.inForce('voices'), voice.areaId)) return
  const dueAt = addWorkingDays(now, REACHED_DAYS)
  await move(context, voice, {
    to: 'promised',
    by: 'system',
    words: String(voice.supporters),
    changes: {
      awaits: 'staff',
      promisedAt: voice.promisedAt ?? dueAt,
      dueAt,
      chooseBy: addWorkingDays(now, CHOOSE_DAYS),
    },
  })
  await tellAsked(context, voice, 'voices.promised', excerptOf(voice))
  await tellStaff(context, voice, 'voices.reached')
  await remindDesk(context, voice.id)
  await nudgeAbout(context, voice)
}
