import type { RefusalSentences } from '#client/app/feature.ts'
import type { VoicesRefusal } from '#shared/voices/refusals.ts'
import { voiceStateNames } from '#shared/voices/names.ts'

export const refusals: RefusalSentences<VoicesRefusal> = {
  'voices.unknown': () => '没有找到这一条，可能已经不公开了。',
  'voices.idTaken': () => '这一条已经提交过了，这次的改动没有保存。要补充，请另外提交一条。',
  'voices.own': () => '这是你自己说的，由别人来。',
  'voices.over': ({ state }) => `这一条${voiceStateNames[state]}，可以另外说一条。`,
  'voices.moveNotAllowed': ({ from }) => `这一条现在是“${voiceStateNames[from]}”，不能这样办，请刷新后再看。`,
  'voices.mergeTarget': () => '只能并入还在办、大家都看得到的另一条。',
  'voices.notMerged': () => '这一条没有并入别的。',
  'voices.areaUnknown': () => '没有这个区域，请重新选。',
  'voices.signInFirst': () => '大家都看得到的话，登录后才能说；投诉和表扬不用登录。',
  'voices.photoShown': () => '这张照片在别处用过，别人会认出你。请换一张，或显示名字。',
  'voices.dayWrong': () => '答复日期要在今天以后、一年以内。',
  'voices.unitUnknown': () => '这个单位不在这里，或还没有人，请另选一个。',
  'voices.notAsked': () => '由说的人和点过“我也是”的人来评。',
  'voices.judgedBefore': () => '你已经评过了。',
  'voices.notDone': () => '还没办完，办完再请你评。',
  'voices.appealedBefore': () => '已经申诉过一次，请等结果。',
  'voices.noAppeal': () => '现在没有可以申诉的，请刷新后再看。',
  'voices.anotherDecides': () => '要由另一位工作人员来复核。',
  'voices.linkUnknown': () => '没有找到这个活动或投票，可能还没发布，或已取消。',
  'voices.talkOver': () => '恳谈会已经开始，问题请到现场提。',
}
