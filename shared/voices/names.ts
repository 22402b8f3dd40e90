import type { HideReason, VoiceKind, VoiceState } from './rules.ts'
import type { deskViews } from './schemas.ts'

export const voiceKindNames: Record<VoiceKind, string> = {
  wish: '心愿',
  opinion: '建议',
  question: '提问',
  complaint: '投诉',
  praise: '表扬',
}
/** The name of a voice's state, to follow 这一条 in a sentence. */
export const voiceStateNames: Record<VoiceState, string> = {
  open: '等回音',
  promised: '定了答复日期',
  answered: '有答复了',
  done: '办好了，等大家评',
  judged: '办完了，大家评过',
  declined: '办不了',
  merged: '并到一起了',
  hidden: '不公开了',
}
export const hideReasonNames: Record<HideReason, string> = {
  privacy: '写了别人的姓名、电话或住址',
  insult: '有骂人的话',
  advert: '是广告',
  illegal: '内容违法',
  offTopic: '和城市服务无关',
}
/** The lists of the desk. */
export const voiceViewNames: Record<(typeof deskViews)[number], string> = {
  todo: '待办',
  running: '在办',
  over: '有结果',
}
