import type { ActivityBrief } from '#shared/volunteering/activities.ts'
import type { KnownActivity } from './known.ts'
import { ATTEND_AFTER_MS, ATTEND_BEFORE_MS } from '#shared/volunteering/rules.ts'
import { isFree, leaveText, leftText } from './words.ts'

/** What one can do about one's place now; `words`: the text beside the button. */
export type Stage =
  | { act: 'signUp', label: string, words: string }
  | { act: 'leave', label: string, words: string }
  | { act: 'accept', label: string, words: string }
  | { act: 'none', words: string }

/**
 * What the big button does: sign up, wait, accept or leave; nothing once the activity has begun or is
 * called off.
 */
export function stageOf(activity: KnownActivity, now: number): Stage {
  const { state, mine, ahead, waiting, startsAt, endsAt, answerBy, leaveBy, marks } = activity
  const leaveWords = leaveBy === undefined ? '' : leaveText(leaveBy, now)
  if (state === 'calledOff') return { act: 'none', words: '活动已取消' }
  if (state === 'draft') return { act: 'none', words: '草稿，还没有发布' }
  if (state === 'finished' || now >= endsAt) return { act: 'none', words: '活动已结束' }
  if (mine === 'offered' && answerBy !== null && answerBy > now)
    return { act: 'accept', label: '确认名额', words: `轮到你了，${leftText(answerBy, now)}` }
  if (now >= startsAt)
    return { act: 'none', words: mine === 'in' || mine === 'came' ? underWayText(marks) : '活动已开始' }
  if (mine === 'in') return { act: 'leave', label: '取消报名', words: leaveWords }
  if (mine === 'waiting')
    return { act: 'leave', label: '取消候补', words: lineText(ahead) }
  if (mine === 'refused') return { act: 'none', words: '你被移出了名单，想再来请联系带队的人' }
  return isFree(activity)
    ? { act: 'signUp', label: '报名', words: leaveWords }
    : { act: 'signUp', label: '候补报名', words: waiting > 0 ? `前面有 ${waiting} 人，有空位自动轮到你` : '有空位自动轮到你' }
}

function underWayText(marks: KnownActivity['marks']): string {
  if (typeof marks?.outAt === 'number') return '已签退，辛苦了'
  return typeof marks?.inAt === 'number' ? '活动进行中，走时记得签退' : '活动进行中，记得签到'
}

function lineText(ahead: number | undefined): string {
  if (ahead === undefined) return '候补中'
  return ahead > 0 ? `候补中，前面还有 ${ahead} 人` : '候补中，下一个就是你'
}

/** Whether one can check in or out now. */
export const isAttendable = (
  { startsAt, endsAt, mine, state }: Pick<ActivityBrief, 'startsAt' | 'endsAt' | 'mine' | 'state'>,
  now: number,
): boolean =>
  (mine === 'in' || mine === 'came') && state !== 'calledOff'
  && now >= startsAt - ATTEND_BEFORE_MS && now <= endsAt + ATTEND_AFTER_MS
