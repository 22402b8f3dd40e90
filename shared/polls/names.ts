import type { Ballot, PollStage } from './rules.ts'

export const ballotNames: Record<Ballot, string> = { secret: '无记名', named: '记名' }
export const pollStageNames: Record<PollStage, string> = {
  coming: '未开始',
  running: '投票中',
  arriving: '等结果',
  counted: '已公布',
  cancelled: '已取消',
}
