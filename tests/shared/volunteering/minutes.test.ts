import { minutesOf } from '#shared/volunteering/rules.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const MINUTE = 60_000
const plan = { startsAt: 1000 * MINUTE, endsAt: 1180 * MINUTE }
const instant = fc.integer({ min: 0, max: 3000 * MINUTE })

it('hours are the overlap with the plan, to the nearest quarter', () => {
  expect(minutesOf(plan, plan.startsAt, plan.endsAt)).toBe(180)
  expect(minutesOf(plan, plan.startsAt - 60 * MINUTE, plan.endsAt + 60 * MINUTE)).toBe(180)
  expect(minutesOf(plan, plan.startsAt + 7 * MINUTE, plan.endsAt)).toBe(180)
  expect(minutesOf(plan, plan.startsAt + 8 * MINUTE, plan.endsAt)).toBe(165)
  expect(minutesOf(plan, plan.endsAt, plan.endsAt + MINUTE)).toBe(0)
  expect(minutesOf(plan, plan.endsAt, plan.startsAt)).toBe(0)
})

it('hours never exceed the plan nor, but for rounding, the stay; a longer one never counts less', () => {
  fc.assert(fc.property(
    instant,
    fc.integer({ min: 1, max: 96 }),
    instant,
    instant,
    fc.nat(),
    (startsAt, quarters, inAt, outAt, more) => {
      const any = { startsAt, endsAt: startsAt + quarters * 15 * MINUTE }
      const minutes = minutesOf(any, inAt, outAt)
      expect(minutes % 15).toBe(0)
      expect(minutes).toBeGreaterThanOrEqual(0)
      expect(minutes * MINUTE).toBeLessThanOrEqual(any.endsAt - any.startsAt)
      expect(minutes * MINUTE).toBeLessThanOrEqual(Math.max(0, outAt - inAt) + 7.5 * MINUTE)
      expect(minutesOf(any, inAt - more, outAt + more)).toBeGreaterThanOrEqual(minutes)
    },
  ))
})

it('hours of a plan that is no whole number of quarters stay whole quarters within it', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 24 * 60 }), (length) => {
    const odd = { startsAt: 0, endsAt: length * MINUTE }
    const minutes = minutesOf(odd, 0, odd.endsAt)
    expect(minutes % 15).toBe(0)
    expect(minutes).toBeLessThanOrEqual(length)
  }))
})
