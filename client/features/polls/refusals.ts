import type { RefusalSentences } from '#client/app/feature.ts'
import type { PollsRefusal } from '#shared/polls/refusals.ts'
import { clock } from '#client/app/words/index.ts'
import { whyNotTexts } from './words.ts'

export const refusals: RefusalSentences<PollsRefusal> = {
  'polls.unknown': () => '没有找到这次投票。',
  'polls.notYours': () => '这个区域的投票不归你管，请选你负责的社区或街道。',
  'polls.timesWrong': () => '时间不对：最短 1 小时，最长 90 天，90 天内开始。',
  'polls.placeWrong': () => '社区或选项的位置不在本市，请重新选。',
  'polls.begun': () => '投票已经开始，题目和选项不能再改。没有人投过的话，可以取消后重新发起。',
  'polls.notBegun': () => '投票还没开始。',
  'polls.hasVotes': () => '已经有人投了，不能取消。要停下来的话，可以提前结束。',
  'polls.cancelled': ({ words }) => `这次投票取消了：${words}`,
  'polls.over': ({ at }) => `投票在 ${clock(at)} 截止，这一票没赶上，没有计入。`,
  'polls.running': () => '投票还没截止，不能计票。',
  'polls.changed': () => '选项改过了，请看过新的选项再投。',
  'polls.notEntitled': ({ why }) => `${whyNotTexts[why]}。`,
  'polls.voted': () => '你已经投过了，每人一票，按先送到的算。',
}
