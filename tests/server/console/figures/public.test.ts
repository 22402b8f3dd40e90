import type { Kept } from '#shared/promises/rules.ts'
import { showBeside } from '#server/console/figures/city-figures.ts'
import { PUBLIC_LEAST } from '#shared/figures/rules.ts'
import { addKept, noneKept } from '#shared/promises/rules.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const isFew = (n: number | null) => n !== null && n > 0 && n < PUBLIC_LEAST
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0)

/** Mostly small, some large, as districts are. */
const count = fc.oneof(fc.nat(12), fc.nat(4), fc.constant(0), fc.nat(400))
const row = fc.record({ onTime: count, late: count, overdue: count })
  .map(({ onTime, late, overdue }): Kept => ({ onTime, closed: onTime + late, overdue }))
const cells: Readonly<Record<'due' | 'onTime' | 'late' | 'overdue', (kept: Kept) => number>> = {
  due: ({ closed, overdue }) => closed + overdue,
  onTime: ({ onTime }) => onTime,
  late: ({ onTime, closed }) => closed - onTime,
  overdue: ({ overdue }) => overdue,
}

it('no public number is one to four, nor what all that is shown leaves of a total', () => {
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
    const parts = rows.map((kept, id) => ({ id, kept }))
    const total = rows.reduce(addKept, noneKept)
    const show = showBeside(total)
    const [all] = show([{ kept: total }])
    const shown = new Map(show(parts).map(each => [each.id, each]))
    for (const { due, onTime, overdue } of [...shown.values(), ...all ? [all] : []]) {
      const told = [due, onTime, overdue, onTime && due - onTime, overdue && due - overdue]
      const late = onTime !== null && overdue !== null ? due - onTime - overdue : null
      expect([...told, late].filter(isFew), JSON.stringify(rows)).toEqual([])
    }
    const isTold = (id: number, of: keyof typeof cells) => {
      const each = shown.get(id)
      if (!each || of === 'due') return each !== undefined
      return each[of === 'late' ? 'overdue' : of] !== null
    }
    for (const of of ['due', 'onTime', 'late', 'overdue'] as const) {
      const isTotalTold = all && (of === 'due' || all[of === 'late' ? 'overdue' : of] !== null)
      if (!isTotalTold) continue
      const hidden = parts.filter(({ id, kept }) => cells.due(kept) > 0 && !isTold(id, of))
      expect(hidden.length, JSON.stringify(rows)).not.toBe(1)
      expect(isFew(sumOf(hidden.map(({ kept }) => cells[of](kept)))), JSON.stringify(rows)).toBe(false)
    }
  }), { numRuns: 1000 })
})

it('a city where few are overdue says how many were on time, and not how few are overdue', () => {
  const kept = { onTime: 900, closed: 990, overdue: 3 }
  const others = { onTime: 40, closed: 60, overdue: 0 }
  expect(showBeside(addKept(kept, others))([{ kept }, { kept: others }])).toEqual([
    { due: 993, onTime: 900, overdue: null },
    { due: 60, onTime: 40, overdue: 0 },
  ])
  expect(showBeside(kept)([{ kept }])).toEqual([{ due: 993, onTime: 900, overdue: null }])
})
