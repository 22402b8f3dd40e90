import type { Audience, Ballot, PollStage, WhyNot } from '#shared/polls/rules.ts'
import type { PollBrief, PollView } from '#shared/polls/schemas.ts'
import { shortArea } from '#client/app/words/areas.ts'
import { clock, companyNames, workNames } from '#client/app/words/index.ts'
import { LEAST_VOTES } from '#shared/polls/rules.ts'

export const audienceNames: Record<Audience, string> = {
  everyone: '小哥和居民',
  couriers: '小哥',
  residents: '居民',
}
export const whyNotTexts: Record<WhyNot, string> = {
  unregistered: '先报到，社区的投票才有你一票',
  late: '这次投票开始后才注册的账号不能投，下次一定有你',
  moved: '投票开始后改过社区或身份，这次不能投，下次一定有你',
  elsewhere: '这次只问另一个区域的人',
  otherKind: '这次问的不是你这一类人',
  otherWork: '这次只问别的工种',
  otherCompany: '这次只问别的公司的小哥',
}

/** What is promised about votes, before one is cast. */
export const promiseOf = (ballot: Ballot): string => ballot === 'secret'
  ? '无记名：只记下你投过了，不存你选了什么。公布以前，谁也看不到结果。'
  : '记名：公布时，你的名字会写在你选的那一项下面，能投这次票的人和社区工作人员都看得到。公布以前，谁也看不到结果。'

/** Whom a poll asks: 民意街街道 永丰社区 · 小哥（外卖骑手、快递员） */
export function audienceText({ areaName, audience, works, companies }: Asked): string {
  const kinds = [...works.map(work => workNames[work]), ...companies.map(company => companyNames[company])]
  const only = kinds.length > 0 ? `（${kinds.join('、')}）` : ''
  return `${shortArea(areaName)} · ${audienceNames[audience]}${only}`
}
type Asked = Pick<PollView, 'areaName' | 'audience' | 'works' | 'companies'>

/** 12 人投了，约 143 人能投 */
export const turnoutText = ({ turnout, entitled, outcome }: PollBrief): string => outcome === null
  ? `${turnout} 人投了，约 ${entitled} 人能投`
  : `${turnout} 人投了，${entitled} 人能投`

/** How many votes a result needs to be shown, and what happens with fewer. */
export const leastText = ({ ballot, quorum }: Pick<PollView, 'ballot' | 'quorum'>): string => {
  const least = Math.max(quorum, LEAST_VOTES[ballot])
  return `不到 ${least} 人投，就不公布各项票数${quorum > LEAST_VOTES[ballot] ? '，结果不作数' : ''}`
}

/** 12月3日 21:02 公布 */
export const countedText = ({ countsAt }: PollBrief, now: number): string => `${clock(countsAt, now)} 公布`

/** When it begins, ends or is counted, whichever comes next. */
export function whenText(poll: PollBrief, stage: PollStage, now: number): string {
  const { startsAt, endsAt } = poll
  if (stage === 'coming') return `${clock(startsAt, now)} 开始`
  if (stage === 'running') return `${clock(endsAt, now)} 截止`
  if (stage === 'arriving') return `已截止，${countedText(poll, now)}`
  return `${clock(endsAt, now)} 截止`
}

/** Why a counted poll shows no numbers. */
export function noResultText({ outcome, turnout, quorum, ballot }: PollView): string {
  if (outcome === 'quorumMissed') return `要 ${quorum} 人投才算数，只有 ${turnout} 人投。各项票数不公布，也没有留存。`
  if (outcome === 'tooFew') {
    return `只有 ${turnout} 人投，不到 ${LEAST_VOTES[ballot]} 人。公布了就看得出谁选了什么，所以不公布，也没有留存。`
  }
  return '票箱打不开，或者和投票人数对不上，所以没有结果。对不起，社区会重新发起。'
}
