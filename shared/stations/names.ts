import type { StationLine } from './desk-schemas.ts'
import type { DoorGroup } from './groups.ts'
import type { Facility, StationKind, StationState } from './rules.ts'

export const stationKindNames: Record<StationKind, string> = {
  community: '社区驿站',
  shared: '共享驿站',
  business: '商家驿站',
}

export const stationStateNames: Record<StationState, string> = { open: '开放', doubtful: '可能未开放', closed: '关闭' }

export const facilityNames: Record<Facility, string> = {
  charging: '充电',
  water: '饮水',
  rest: '休息',
  reading: '读书',
  showcase: '展示角',
  law: '法律角',
  redemption: '积分兑换',
  hiring: '招工信息',
  microwave: '微波炉',
  fridge: '冰箱',
  firstAid: '急救箱',
  toolBox: '工具箱',
  toilet: '厕所',
  cooling: '纳凉',
}

/** Who may come in by code. */
export const groupNames: Record<DoorGroup, string> = {
  courier: '骑手小哥',
  resident: '居民',
  keeper: '驿站管理员',
  staff: '工作人员',
}

/** The titles of the columns of station tables, both exported and imported. */
export const stationTitles: Record<keyof StationLine, string> = {
  number: '编号',
  name: '名称',
  kind: '类型',
  area: '片区',
  address: '地址',
  latitude: '纬度',
  longitude: '经度',
  isSelfService: '24 小时自助',
  groups: '谁能扫码进',
  facilities: '设施',
  hours: '开放时间',
  phone: '联系电话',
  version: '版本',
}
