import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const page = () => ({ name: 'points' })
/** The report that the points were awarded for, if any. */
const reportPage: NoticeFace['page'] = ({ ref }) =>
  ref === null ? page() : { name: 'report', params: { id: ref } }

export const notices: NoticeFaces<KindsOf<'points'>> = {
  'points.awarded': { text: ({ report, points }) => `${report}得 ${points} 积分`, page: reportPage },
  'points.capped': { text: ({ report }) => `${report}已受理；今天的积分已到上限`, page: reportPage },
  'points.lapsing': { text: ({ points, detail }) => `有 ${points} 积分快要作废，去商城用掉${detail}`, page },
  'points.lapsed': { text: ({ points }) => `${points} 积分到期作废`, page },
  'points.corrected': {
    text: ({ points, detail }) => `积分更正 ${points > 0 ? '+' : ''}${points}${detail}`,
    page,
  },
  'points.broken': {
    text: ({ detail }) => `积分账对不上，请马上查看${detail}`,
    page: (_notice, me) => me?.role === 'admin' ? { name: 'points-desk' } : null,
  },
}
