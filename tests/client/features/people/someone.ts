import type { Answer } from '#shared/queries.ts'
import { me } from '../../../support/client/page.ts'

const post = (kind: 'admin' | 'staff', scope: string, scopeName: string) =>
  ({ id: '01900000-0000-7000-8000-00000000a001', kind, scope, scopeName, from: 0, until: null })
export const admin = me('admin', { areaId: '4201', posts: [post('admin', '4201', '武汉市')] })
export const staff = me('staff', { posts: [post('staff', '420103006', '江汉区 · 花楼街道')] })

export const ID = '01900000-0000-7000-8000-0000000000e1'
type Person = Answer<'people.one'>
export const held: Person['posts'][number] = {
  id: '01900000-0000-7000-8000-00000000b001',
  kind: 'laneAdviser',
  scope: '420103006003',
  scopeName: '江汉区 · 花楼街道 · 花楼社区居委会',
  from: Date.parse('2025-11-03T00:00:00+08:00'),
  until: Date.parse('2099-02-01T00:00:00+08:00'),
  reason: '居民推荐',
  givenBy: '社区小赵',
  awaitsConfirmation: false,
  endedAt: null,
  mayEnd: true,
  mayConfirm: false,
}
/** 王巷, who is a 小巷顾问. */
export const person = (more: Partial<Person> = {}): Person => ({
  accountId: ID,
  name: '王巷',
  phoneHint: '138****0301',
  role: 'courier',
  areaName: '江汉区 · 花楼街道 · 花楼社区居委会',
  isSuspended: false,
  suspended: null,
  posts: [held],
  acts: [],
  maySuspend: true,
  ...more,
})
export const found = (more: Partial<Person> = {}): Answer<'people.find'> => {
  const { acts: _, maySuspend: __, suspended: ___, ...brief } = person(more)
  return { people: [{ ...brief, rank: 1 }], total: 1, hasMore: false }
}
export const areas: Answer<'areas.tree'> = [
  ['4201', '武汉市'],
  ['420103', '江汉区'],
  ['420103006', '花楼街道'],
  ['420103006003', '花楼社区居委会'],
  ['420103006004', '江汉社区居委会'],
  ['420104', '硚口区'],
  ['420104001', '韩家墩街道'],
]
