import type { RefusalSentences } from '#client/app/feature.ts'
import type { StationsRefusal } from '#shared/stations/refusals.ts'

export const refusals: RefusalSentences<StationsRefusal> = {
  'stations.unknown': () => '没有找到这个驿站，请重新选择。',
  'stations.notYours': () => '这个驿站不归你管。',
  'stations.faultUnknown': () => '没有找到这条报修。',
  'stations.faultMended': () => '这条报修已经处理好了。',
  'stations.idTaken': () => '这一条已经提交过了，请核对记录，不要重复提交。',
  'stations.numberTaken': () => '这个编号已经有驿站用了，请换一个。',
  'stations.areaUnknown': () => '没有这个片区。请写街道或社区的名字，要和系统里一样。',
  'stations.areaAmbiguous': () => '有几个片区叫这个名字，请连区和街道一起写，例如：江汉区花楼街道永丰社区。',
  'stations.numberWrong': () => '编号要是 1 到 999999 的整数。',
  'stations.numberTwice': () => '表里前面已经有这个编号，请只留一行。',
  'stations.nameWrong': () => '请写驿站的名称，最多 40 字。',
  'stations.kindUnknown': () => '类型请写社区驿站、共享驿站或商家驿站。',
  'stations.addressWrong': () => '请写地址，最多 100 字。',
  'stations.placeWrong': () => '纬度和经度不对，或者不在武汉。纬度在 29.96 到 31.37 之间，经度在 113.69 到 115.09 之间。',
  'stations.selfServiceWrong': () => '24 小时自助请写“是”或“否”。',
  'stations.groupUnknown': () => '“谁能扫码进”有的不认识。请用顿号隔开，例如：骑手小哥、居民、驿站管理员、工作人员。',
  'stations.facilityUnknown': () => '有的设施不认识。请用模板里的名字，用顿号隔开，例如：充电、饮水、休息。',
  'stations.hoursWrong': () => '看不懂开放时间。请照这样写：周一至周五 09:00–18:00；周六至周日 10:00–16:00。',
  'stations.phoneWrong': () => '电话要是 11 位手机号，或带区号的座机。',
  'stations.changedSince': () => '这张表导出或核对以后，别人改过这个驿站。请重新导出，看过再改。',
}
