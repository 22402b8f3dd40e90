import type { ActivityKind, ActivityState } from './rules.ts'

export const activityKindNames: Record<ActivityKind, string> = {
  volunteering: '志愿活动',
  course: '课程',
  birthday: '生日会',
  talk: '恳谈会',
}
/** The name of each state of an activity, for its leaders. */
export const activityStateNames: Record<ActivityState, string> = {
  draft: '草稿',
  published: '报名中',
  calledOff: '已取消',
  finished: '已结束',
}
