import type { MoveBy, ReportState } from '#shared/reports/rules.ts'
import { builtInLimits, dueAt } from '#shared/reports/limits.ts'
import {
  isOpen,
  kindRules,
  moves,
  movesFrom,
  refuseMove,
  reportKinds,
  reportStates,
} from '#shared/reports/rules.ts'
import { describe, expect, it } from 'vitest'

const parts: MoveBy[] = ['reporter', 'staff', 'unit', 'system']
/** Where each part may take a report from each state; whatever is not here is refused. */
const allowed: Record<MoveBy, Partial<Record<ReportState, ReportState[]>>> = {
  reporter: {
    filed: ['withdrawn'],
    accepted: ['withdrawn'],
    resolved: ['closed', 'accepted', 'assigned'],
    declined: ['filed'],
    unable: ['accepted'],
  },
  staff: {
    filed: ['filed', 'accepted', 'declined', 'merged'],
    accepted: ['merged', 'assigned', 'resolved', 'unable'],
    assigned: ['assigned'],
  },
  unit: { assigned: ['working', 'accepted', 'resolved'], working: ['accepted', 'resolved'] },
  system: { assigned: ['accepted'], working: ['accepted'], resolved: ['closed'] },
}

describe.each(parts)('%s', (by) => {
  it.each(reportStates)('moves a report that is %s only where the table says', (from) => {
    for (const to of reportStates) {
      const expected = allowed[by][from]?.includes(to) ? null : { code: 'reports.moveNotAllowed', from, to }
      expect(refuseMove(from, to, by), `${from} → ${to}`).toEqual(expected)
    }
  })
})

it('what is closed, merged or withdrawn stays so', () => {
  for (const from of ['closed', 'merged', 'withdrawn'] satisfies ReportState[]) {
    for (const by of parts) expect(movesFrom(from, by)).toEqual([])
  }
})

it('every state but the first can be reached, and every open one can be left', () => {
  for (const state of reportStates.filter(state => state !== 'filed')) {
    expect(
      moves.some(({ to }) => to === state),
      state,
    ).toBe(true)
  }
  for (const state of reportStates.filter(isOpen)) {
    expect(
      moves.some(({ from, to }) => from.includes(state) && to !== state),
      state,
    ).toBe(true)
  }
})

it('settling always takes words and a photo, turning away always takes words', () => {
  for (const move of moves.filter(({ to }) => to === 'resolved'))
    expect(move.needs).toEqual(['words', 'photo'])
  for (const move of moves.filter(({ to }) => to === 'declined')) expect(move.needs).toContain('words')
})

const FRIDAY_EVENING = Date.parse('2026-11-20T18:00:00+08:00')
const due: Record<(typeof reportKinds)[number], string> = {
  emergency: '2026-11-20T20:00:00+08:00',
  warning: '2026-11-20T22:00:00+08:00',
  hazard: '2026-11-21T18:00:00+08:00',
  security: '2026-11-25T18:00:00+08:00',
  environment: '2026-11-25T18:00:00+08:00',
  patrol: '2026-11-27T18:00:00+08:00',
  other: '2026-12-01T18:00:00+08:00',
}
it.each(reportKinds)('%s seen on a Friday evening is due in its own time', (kind) => {
  expect(dueAt(builtInLimits[kind], FRIDAY_EVENING)).toBe(Date.parse(due[kind]))
})

it('only a security lead is nobody else\'s business, and only what is urgent calls the staff', () => {
  expect(reportKinds.filter(kind => !kindRules[kind].isPublic)).toEqual(['security'])
  expect(reportKinds.filter(kind => kindRules[kind].urgent)).toEqual(['warning', 'emergency'])
})
