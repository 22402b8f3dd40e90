import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const page = () => ({ name: 'points' })
/** The report that the points were awarded for, if any. */
const reportPage: NoticeFace['page'] = ({ ref }) =>
  ref === null ? page() : { name: 'report', params: { id: ref } }

export const notices: NoticeFaces<KindsOf<'points'>> = {
  'points.awarded': { text: ({ subject, points }) => `+${points} 积分 · ${subject || '上报'}`, page: reportPage },
  'points.capped': { text: ({ report }) => `${report}已受理；今天的积分已满`, page: reportPage },
  'points.lapsing': { text: ({ points, detail }) => `${points} 积分快到期了，去商城换点东西${detail}`, page },
  'points.lapsed': { text: ({ points }) => `${points} 积分已到期`, page },
  'points.corrected': {
    text: ({ points, detail }) => `积分更正 ${points > 0 ? '+' : ''}${points}${detail}`,
    page,
  },
  'points.broken': {
    text: ({ detail }) => `积分账目异常，请立即核查${detail}`,
    page: (_notice, me) => me?.role === 'admin' ? { name: 'points-desk' } : null,
  },
}
