import type { CommandContext } from '#server/sync/context.ts'
import type { Counted } from './count-hours.ts'
import type { Activity } from './led-activity.ts'
import { notify } from '#server/core/notices/index.ts'

/** What counts of somebody's time, in words. */
export const hoursText = ({ title }: Pick<Activity, 'title'>, { minutes, isCapped }: Counted): string =>
  `${title}，计 ${minutes / 60} 小时${isCapped ? '，当天的志愿积分已到上限' : ''}`

/** Thanks somebody for time that counts for the first time, or for more than before. */
export async function thank(
  context: CommandContext,
  activity: Activity,
  accountId: string,
  counted: Counted,
): Promise<void> {
  context.nudge(accountId, 'activities.mine', 'activities.one')
  if (counted.minutes <= counted.before && counted.points === 0) return
  await notify(context, accountId, {
    kind: 'activities.thanks',
    ref: activity.id,
    words: hoursText(activity, counted),
    points: counted.points,
  }, { evenSelf: true })
}
