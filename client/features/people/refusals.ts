import type { RefusalSentences } from '#client/app/feature.ts'
import type { PeopleRefusal } from '#shared/people/refusals.ts'
import { postKinds } from '#shared/identity/posts.ts'
import { roleNames } from '#shared/identity/roles.ts'

const kinds = postKinds.map(kind => roleNames[kind]).join('、')

export const refusals: RefusalSentences<PeopleRefusal> = {
  'people.unknown': () => '没有找到这个人，或不归你管。',
  'people.oneself': () => '自己的岗位要由别人来定。',
  'people.nameMissing': () => '这个手机号还没有账号，请填姓名。',
  'people.nameDiffers': () => '这个手机号登记的是别的姓名，请核对号码；号码没错就不填姓名。',
  'people.scopeUnknown': () => '没有找到这个片区、单位、驿站或小队。',
  'people.scopeAmbiguous': () => '有几个地方或小队都叫这个名字，请把所在的区也写上，例如：江汉区永丰社区。',
  'people.notYoursToGive': () => '这个岗位或这个地方不归你管。',
  'people.heldAlready': () => '这个人已经在这个岗位上。',
  'people.termWrong': () => '任期要晚于现在，也要晚于开始的时间。',
  'people.idTaken': () => '这一条已经提交过了，请核对记录。',
  'people.postOver': () => '这个岗位已经结束。',
  'people.sameHands': () => '要由另一位市级管理员确认。',
  'people.lastAdmin': () => '这是最后一位市级管理员，请先任命另一位。',
  'people.suspended': () => '这个账号停用了，请先恢复。',
  'people.phoneWrong': () => '手机号要 11 位。',
  'people.kindUnknown': () => `没有这个岗位，可以写：${kinds}。`,
  'people.lineWrong': () => '这一行写得不对，姓名最多 20 字。',
  'people.factorOff': () => '这个人没有设过动态码，不用重置。',
  'people.resetAsked': () => '已经有人申请重置，等另一位市级管理员确认。',
  'people.unitUnknown': () => '没有找到这个单位。',
  'people.resetOver': () => '这次重置已经处理过了，或已过期。',
}
