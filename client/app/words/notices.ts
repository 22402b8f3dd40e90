import type { Notice, NoticeKind } from '#shared/notices/schemas.ts'

/** `report` and `order` name what it is about, `words` follow a colon. */
type NoticeSentence = (facts: { report: string, order: string, words: string, points: number }) => string
const noticeSentences: Record<NoticeKind, NoticeSentence> = {
  'reports.rerouted': ({ report, words }) => `${report}已转到所属辖区${words}`,
  'reports.accepted': ({ report }) => `${report}已受理`,
  'reports.declined': ({ report, words }) => `${report}未受理${words}`,
  'reports.assigned': ({ report, words }) => `${report}已派给处置单位${words}`,
  'reports.working': ({ report }) => `${report}开始处理了`,
  'reports.asked': ({ report, words }) => `${report}有个问题要问你${words}`,
  'reports.answered': ({ report, words }) => `${report}的问题有了回答${words}`,
  'reports.resolved': ({ report }) => `${report}已处理，看看修好了吗`,
  'reports.closed': ({ report }) => `${report}已办结`,
  'reports.reopened': ({ report, words }) => `${report}重新处理${words}`,
  'reports.merged': ({ report }) => `${report}已并入相同的一条`,
  'reports.withdrawn': ({ report }) => `${report}已由上报人撤回`,
  'reports.returned': ({ report, words }) => `${report}由处置单位退回，会另派单位处理${words}`,
  'reports.handedBack': ({ report, words }) => `${report}被退回，要重新派单${words}`,
  'reports.urgent': ({ report }) => `紧急：${report}，请马上处理`,
  'reports.yourTurn': ({ report }) => `${report}派给了你们`,
  'points.awarded': ({ report, points }) => `${report}得 ${points} 积分`,
  'points.capped': ({ report }) => `${report}已受理；今天的积分已到上限`,
  'points.lapsing': ({ points, words }) => `有 ${points} 积分快要作废，去商城用掉${words}`,
  'points.lapsed': ({ points }) => `${points} 积分到期作废`,
  'points.corrected': ({ points, words }) => `积分更正 ${points > 0 ? '+' : ''}${points}${words}`,
  'points.broken': ({ words }) => `积分账对不上，请马上查看${words}`,
  'mall.ordered': ({ order, words }) => `${order}已确认，凭领取码去拿${words}`,
  'mall.given': ({ words }) => `送你一张餐券${words}`,
  'mall.handedOver': ({ order, words }) => `${order}已领取${words}`,
  'mall.lapsing': ({ order, words }) => `${order}明天到期，记得去拿${words}`,
  'mall.lapsed': ({ order, words }) => `${order}过期未领，积分已退回${words}`,
  'mall.loss': ({ order, words }) => `${order}重复交付，货已少一份，请核实${words}`,
  'stations.doubtful': ({ words }) => `连续两人没能进门，请去看看${words}`,
  'stations.fault': ({ words }) => `有人报修${words}`,
  'stations.faultAnswered': ({ words }) => `你报的问题有了回复${words}`,
  'stations.suspended': ({ words }) => `暂停扫码进站${words}`,
  'voices.replied': ({ words }) => `你的投诉建议有了回复${words}`,
}

/** What a notice says, in one line. */
export function noticeText({
  kind,
  number,
  words,
  points,
}: Pick<Notice, 'kind' | 'number' | 'words' | 'points'>): string {
  const report = number === null ? '你的上报' : `上报 #${number} `
  const order = number === null ? '你的兑换' : `兑换 #${number} `
  const sentence = noticeSentences[kind] as NoticeSentence | undefined
  return sentence?.({ report, order, words: words ? `：${words}` : '', points: points ?? 0 }) ?? '有一条新消息'
}
