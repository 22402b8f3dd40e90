import type { companies, works } from '#shared/identity/schemas.ts'

export const companyNames: Record<(typeof companies)[number], string> = {
  meituan: '美团',
  eleme: '饿了么',
  jd: '京东',
  sf: '顺丰',
  ztoEtc: '通达系快递',
  didi: '滴滴',
  other: '其他',
}

/** Kinds of work, as people register; `courier` is also a role, which covers them all. */
export const workNames: Record<(typeof works)[number], string> = {
  delivery: '外卖骑手',
  courier: '快递员',
  driver: '网约车司机',
  other: '其他',
}
