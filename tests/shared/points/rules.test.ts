import {
  builtInCaps,
  builtInPoints,
  capOf,
  creditDay,
  cutoffOn,
  lapsesOn,
  nextCutoff,
} from '#shared/points/rules.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { expect, it } from 'vitest'

it('a lead of the first order pays 100, a hazard 50, the surroundings 20, a patrol 5', () => {
  expect(builtInPoints).toMatchObject({ security: 100, hazard: 50, environment: 20, patrol: 5 })
})

it('whatever a kind pays fits into its day\'s cap at least once', () => {
  for (const kind of reportKinds) {
    expect(builtInPoints[kind], kind).toBeGreaterThan(0)
    expect(builtInPoints[kind], kind).toBeLessThanOrEqual(builtInCaps[capOf(kind)])
  }
})

it('points count for the day it was seen, but an old album earns no old days', () => {
  const filed = Date.parse('2026-11-23T20:00:00+08:00')
  expect(creditDay(Date.parse('2026-11-22T23:30:00+08:00'), filed)).toBe('2026-11-22')
  for (const seen of ['2026-11-20T12:00:00+08:00', '2013-05-10T12:00:00+08:00'])
    expect(creditDay(Date.parse(seen), filed)).toBe('2026-11-22')
})

it('points last to the end of the year after the one they were earned in, by Shanghai\'s calendar', () => {
  const lastMinute = Date.parse('2027-12-31T23:59:00+08:00')
  expect([cutoffOn(lastMinute), nextCutoff(lastMinute), lapsesOn(nextCutoff(lastMinute))]).toEqual([
    '2026-01-01',
    '2027-01-01',
    '2028-01-01',
  ])
  const midnight = Date.parse('2028-01-01T00:00:00+08:00')
  expect([cutoffOn(midnight), lapsesOn(cutoffOn(midnight))]).toEqual(['2027-01-01', '2028-01-01'])
})
