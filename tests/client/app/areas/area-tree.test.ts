import type { Area } from '#shared/areas/schemas.ts'
import { areaTree } from '#client/app/areas/area-tree.ts'
import { expect, it } from 'vitest'

const areas: Area[] = [
  ['4201', '武汉市'],
  ['420103', '江汉区'],
  ['420103006', '花楼街道'],
  ['420103006003', '花楼社区'],
  ['420103006007', '统一社区'],
  ['420105', '汉阳区'],
  ['420105004', '花溪街道'],
]
const tree = areaTree(areas)
const names = (found: Area[]) => found.map(([, name]) => name)

it('one goes from district to street to community', () => {
  expect(names(tree.childrenOf(null))).toEqual(['江汉区', '汉阳区'])
  expect(names(tree.childrenOf('420103'))).toEqual(['花楼街道'])
  expect(names(tree.childrenOf('420103006'))).toEqual(['花楼社区', '统一社区'])
  expect(tree.fullNameOf('420103006003')).toBe('江汉区 · 花楼街道 · 花楼社区')
})

it('a name finds its areas, a second word narrows them', () => {
  expect(names(tree.search('花', 9))).toEqual(['花楼街道', '花楼社区', '花溪街道'])
  expect(names(tree.search('汉阳 花', 9))).toEqual(['花溪街道'])
  expect(names(tree.search('花楼', 12))).toEqual(['花楼社区'])
  expect(tree.search('  ', 9)).toEqual([])
  expect(tree.search('没有的地方', 9)).toEqual([])
})

it('whoever works in some areas is offered these and what lies in them; in the city all of it', () => {
  const mine = areaTree(areas, ['420103006'])
  expect(names(mine.childrenOf(null))).toEqual(['花楼街道'])
  expect(names(mine.search('花', 9))).toEqual(['花楼街道', '花楼社区'])
  expect([mine.isBounded, areas.filter(mine.isOffered).length]).toEqual([true, 3])
  const all = areaTree(areas, ['4201'])
  expect([names(all.childrenOf(null)), all.isBounded]).toEqual([['江汉区', '汉阳区'], false])
})
