import type { Me } from '#shared/identity/schemas.ts'

/** A rider made up for these tests. */
export const rider: Me = {
  accountId: '01900000-0000-7000-8000-000000000001',
  role: 'courier',
  name: '陈小蜂',
  phoneHint: '138****0001',
  areaId: '420103001001',
  areaName: '江汉区 · 民族街道 · 多闻社区',
  unitName: null,
  company: 'meituan',
  work: 'delivery',
  registeredAt: 1_000,
}
