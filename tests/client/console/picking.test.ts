import type { QueuedReport } from '#shared/console/schemas.ts'
import { usePicking } from '#client/console/triage/use-picking.ts'
import { expect, it } from 'vitest'
import { ref, shallowRef } from 'vue'

const row = (id: string, changes: Partial<QueuedReport> = {}) =>
  ({ id, state: 'filed', isOwn: false, ...changes }) as QueuedReport
const open = () => {
  const rows = shallowRef([
    row('a'),
    row('b', { state: 'accepted' }),
    row('c'),
    row('own', { isOwn: true }),
    row('d'),
  ])
  const isStaff = ref(true)
  const picking = usePicking(rows, isStaff)
  return { rows, isStaff, picking, chosen: () => picking.chosen.value.map(({ id }) => id) }
}

it('picks and leaves one; what waits for no decision, and what is one\'s own, it doesn\'t', () => {
  const { picking, chosen } = open()
  expect([picking.toggle('c'), picking.toggle('b'), picking.toggle('own')]).toEqual([true, false, false])
  expect(chosen()).toEqual(['c'])
  picking.toggle('c')
  expect(chosen()).toEqual([])
})

it('picks all in between, upwards and downwards, from the last one or from the one that is shown', () => {
  const { picking, chosen } = open()
  picking.toggle('c')
  picking.pickTo('a', 'd')
  expect(chosen()).toEqual(['a', 'c'])
  picking.pickTo('d', 'a')
  expect(chosen()).toEqual(['a', 'c', 'd'])
  picking.stop()
  picking.pickTo('d', 'a')
  expect(chosen()).toEqual(['a', 'c', 'd'])
})

it('what leaves the queue, or was accepted by another meanwhile, is picked no more', () => {
  const { rows, picking, chosen } = open()
  picking.pickTo('d', 'a')
  rows.value = [row('a', { state: 'accepted' }), row('d')]
  expect(chosen()).toEqual(['d'])
})

it('a unit picks nothing', () => {
  const { isStaff, picking, chosen } = open()
  isStaff.value = false
  expect(picking.toggle('a')).toBe(false)
  picking.pickTo('d', 'a')
  expect(chosen()).toEqual([])
})
