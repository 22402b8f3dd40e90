import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const page: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'orders' } : { name: 'order', params: { id: ref } }

export const notices: NoticeFaces<KindsOf<'mall'>> = {
  'mall.ordered': { text: ({ order, detail }) => `${order}换到了，凭领取码去拿${detail}`, page },
  'mall.given': { text: ({ detail }) => `送你一张餐券${detail}`, page },
  'mall.handedOver': { text: ({ order, detail }) => `${order}已领取${detail}`, page },
  'mall.lapsing': { text: ({ order, detail }) => `${order}明天到期，记得去拿${detail}`, page },
  'mall.lapsed': { text: ({ order, detail }) => `${order}过期没领，积分已退回${detail}`, page },
  'mall.counterShut': { text: ({ order, detail }) => `${order}领取的驿站暂时关了，先别白跑${detail}`, page },
  'mall.daysClosed': { text: ({ order, detail }) => `${order}领取的驿站有几天不开门${detail}`, page },
  'mall.loss': {
    text: ({ order, detail }) => `${order}重复交付，请核实${detail}`,
    page: (_notice, me) => me?.role === 'admin' ? { name: 'mall-book' } : null,
  },
}
