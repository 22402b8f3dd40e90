import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const team: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'teams' } : { name: 'team', params: { id: ref } }
const activity: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'activities' } : { name: 'activity', params: { id: ref } }
const lead: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'activities' } : { name: 'lead-activity', params: { id: ref } }

export const notices: NoticeFaces<KindsOf<'teams' | 'activities' | 'birthdays'>> = {
  'teams.asked': { text: ({ detail }) => `有人申请入队${detail}`, page: team },
  'teams.admitted': { text: ({ detail }) => `欢迎入队${detail}`, page: team },
  'teams.declined': { text: ({ detail }) => `入队申请没有通过${detail}`, page: team },
  'teams.removed': { text: ({ detail }) => `你已不在队里${detail}`, page: team },
  'teams.captainLeft': { text: ({ detail }) => `小队缺队长${detail}`, page: team },
  'activities.in': { text: ({ detail }) => `报上名了${detail}`, page: activity },
  'activities.waiting': { text: ({ detail }) => `人满了，你在候补${detail}`, page: activity },
  'activities.refused': { text: ({ detail }) => `没报上名${detail}`, page: activity },
  'activities.offered': { text: ({ detail }) => `轮到你了，请尽快确认${detail}`, page: activity },
  'activities.lapsed': { text: ({ detail }) => `没有按时确认，名额让给了下一位${detail}`, page: activity },
  'activities.changed': { text: ({ detail }) => `活动有变动${detail}`, page: activity },
  'activities.calledOff': { text: ({ detail }) => `活动取消了${detail}`, page: activity },
  'activities.removed': { text: ({ detail }) => `你的报名被取消${detail}`, page: activity },
  'activities.readmitted': { text: ({ detail }) => `可以重新报名了${detail}`, page: activity },
  'activities.message': { text: ({ detail }) => `活动通知${detail}`, page: activity },
  'activities.leftLate': { text: ({ detail }) => `有人临时来不了${detail}`, page: lead },
  'activities.tomorrow': { text: ({ detail }) => `明天有活动${detail}`, page: activity },
  'activities.soon': { text: ({ detail }) => `活动快开始了${detail}`, page: activity },
  'activities.thanks': {
    text: ({ detail, points }) => points > 0 ? `辛苦了，+${points} 积分${detail}` : `辛苦了，谢谢你来${detail}`,
    page: activity,
  },
  'activities.missed': { text: ({ detail }) => `没有你的签到记录，有误请联系带队的人${detail}`, page: activity },
  'activities.correctionAsked': { text: ({ detail }) => `有时长更正等你审批${detail}`, page: lead },
  'activities.corrected': { text: ({ detail }) => `你的时长已更正${detail}`, page: activity },
  'activities.correctionDeclined': { text: ({ detail }) => `时长更正没有通过${detail}`, page: lead },
  'birthdays.invited': { text: ({ detail }) => `下个月一起过生日${detail}`, page: activity },
}
