import type { RefusalSentences } from '#client/app/feature.ts'
import type { StationsRefusal } from '#shared/stations/refusals.ts'

export const refusals: RefusalSentences<StationsRefusal> = {
  'stations.unknown': () => '没有找到这个驿站，请重新选择。',
  'stations.notYours': () => '这个驿站不归你管。',
  'stations.faultUnknown': () => '没有找到这条报修。',
  'stations.faultMended': () => '这条报修已经处理好了。',
  'stations.idTaken': () => '这一条已经提交过了，请核对记录，不要重复提交。',
}
